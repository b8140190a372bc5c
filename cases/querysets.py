"""Reads of an aid case's rows go through the matter's wall."""

from unionlaw.matters.beside import BesideMatterQuerySet, OfMatterQuerySet

__all__ = ["BesideMatterQuerySet", "OfCaseQuerySet"]


class OfCaseQuerySet(OfMatterQuerySet):
    """For models that belong to an aid case (`case`)."""

    way = "case__matter"
