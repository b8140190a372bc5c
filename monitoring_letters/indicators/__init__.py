"""What reports count of leads and supervision letters."""

from monitoring_letters.indicators import dimensions, following, issuing, leads

__all__ = ["dimensions", "following", "issuing", "leads"]
