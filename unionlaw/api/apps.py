from django.apps import AppConfig


class ApiConfig(AppConfig):
    name = "unionlaw.api"
    label = "api"

    def ready(self) -> None:
        from unionlaw.api import schema  # noqa: F401  registers how filters are described
