"""Gap-free numbers from a locked counter."""

from dataclasses import dataclass
from datetime import datetime

from django.db import connection
from django.utils import timezone

from unionlaw.matters.models import NumberPattern
from unionlaw.network.models import Organisation


@dataclass(frozen=True, slots=True)
class Number:
    organisation_id: int
    year: int
    serial: int
    text: str


def take_number(*, organisation: Organisation, kind: str, at: datetime) -> Number:
    """Take the next number of `kind` for the union that numbers `organisation`'s matters.

    The counter row stays locked until the caller's transaction ends: parallel writers wait their turn, and a
    transaction that rolls back gives its number back, so there are no holes.

    Args:
        organisation: the holder; its nearest ancestor with a prefix of its own (itself first) gives the number.
        at: aware time; the number's year is its year in the project's time zone.

    Raises LookupError when nobody declared how numbers of `kind` look.
    """
    issuer = _issuer(organisation)
    year = timezone.localtime(at).year
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO matters_counter (organisation_id, kind, year, last) VALUES (%s, %s, %s, 1)"
            " ON CONFLICT (organisation_id, kind, year) DO UPDATE SET last = matters_counter.last + 1 RETURNING last",
            [issuer.pk, kind, year],
        )
        serial = cursor.fetchone()[0]
    text = _pattern(issuer, kind).format(prefix=issuer.number_prefix or issuer.short_name, year=year, serial=serial)
    return Number(issuer.pk, year, serial, text)


def _issuer(organisation: Organisation) -> Organisation:
    if organisation.number_prefix:
        return organisation
    ancestors = {o.pk: o for o in Organisation.objects.filter(pk__in=organisation.lineage)}
    for pk in reversed(organisation.lineage):
        if ancestors[pk].number_prefix:
            return ancestors[pk]
    return ancestors[organisation.lineage[0]]


def _pattern(issuer: Organisation, kind: str) -> str:
    found = {
        row.organisation_id: row.pattern
        for row in NumberPattern.objects.filter(kind=kind).filter(organisation__in=[issuer.pk])
        | NumberPattern.objects.filter(kind=kind, organisation=None)
    }
    try:
        return found.get(issuer.pk) or found[None]
    except KeyError:
        raise LookupError(f"Nobody declared how numbers of {kind!r} look.") from None
