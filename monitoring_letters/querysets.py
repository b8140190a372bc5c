"""Reads of a letter's rows go through the matter's wall."""

from unionlaw.matters.beside import BesideMatterQuerySet, OfMatterQuerySet

__all__ = ["BesideMatterQuerySet", "OfLetterQuerySet"]


class OfLetterQuerySet(OfMatterQuerySet):
    """For models that belong to a letter (`letter`)."""

    way = "letter__matter"
