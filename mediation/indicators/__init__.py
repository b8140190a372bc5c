"""What reports count of mediations."""

from mediation.indicators import agreements, dimensions, talks

__all__ = ["agreements", "dimensions", "talks"]
