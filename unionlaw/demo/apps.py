from django.apps import AppConfig


class DemoConfig(AppConfig):
    """An invented city to try the portal with: seed_demo. Never in production."""

    name = "unionlaw.demo"
    label = "demo"
