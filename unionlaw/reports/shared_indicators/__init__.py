"""Indicators over the facts that every workflow has. Those of one workflow stand in its own indicators."""

from unionlaw.reports.shared_indicators import intake, money, people, time

__all__ = ["intake", "money", "people", "time"]
