"""The WSGI application that granian serves."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "unionlaw.settings")
# A page must never hold the database for minutes; commands and background work may.
os.environ.setdefault("PGOPTIONS", "-c statement_timeout=60s -c idle_in_transaction_session_timeout=120s")
application = get_wsgi_application()
