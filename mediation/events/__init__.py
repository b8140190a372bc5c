"""What can happen to a mediation."""

from mediation.events import agreements, intake, sessions

__all__ = ["agreements", "intake", "sessions"]
