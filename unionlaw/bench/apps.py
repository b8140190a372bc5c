from django.apps import AppConfig


class BenchConfig(AppConfig):
    """Volume and measurement: seed_bulk fills a database, bench measures the ratios of docs/how-to/measure.md."""

    name = "unionlaw.bench"
    label = "bench"
