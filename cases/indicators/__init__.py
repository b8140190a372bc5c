"""What reports count of consultations and legal-aid cases."""

from cases.indicators import chain, closing, conduct, consultations, dimensions, intake

__all__ = ["chain", "closing", "conduct", "consultations", "dimensions", "intake"]
