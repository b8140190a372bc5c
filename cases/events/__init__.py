"""What can happen to a consultation and to a legal-aid case."""

from cases.events import applications, conduct, consultations  # noqa: F401  declare themselves
