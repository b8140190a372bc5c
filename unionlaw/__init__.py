"""The portal: shared floors (lib, web, accounts, network, registers, matters, documents) and the composition root."""

from unionlaw.celery import app as celery_app

__all__ = ["celery_app"]
