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
    """Take the next number of `kind`; see take_numbers."""
    return take_numbers(organisation=organisation, kind=kind, at=at, count=1)[0]


def take_numbers(*, organisation: Organisation, kind: str, at: datetime, count: int) -> list[Number]:
    """Take the next `count` numbers of `kind` for the union that numbers `organisation`'s matters.

    The counter row stays locked until the caller's transaction ends: parallel writers wait their turn, and a
    transaction that rolls back gives its number back, so there are no holes.

    Args:
        organisation: the holder; its nearest ancestor with a prefix of its own (itself first) gives the number.
        at: aware time; the number's year is its year in the project's time zone.

    Raises LookupError when nobody declared how numbers of `kind` look.
    """
    issuer = issuer_of(organisation)
    year = timezone.localtime(at).year
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO matters_counter (organisation_id, kind, year, last) VALUES (%s, %s, %s, %s)"
            " ON CONFLICT (organisation_id, kind, year) DO UPDATE SET last = matters_counter.last + excluded.last"
            " RETURNING last",
            [issuer.pk, kind, year, count],
        )
        last = cursor.fetchone()[0]
    pattern, prefix = _pattern(issuer, kind), issuer.number_prefix or issuer.short_name
    return [
        Number(issuer.pk, year, serial, pattern.format(prefix=prefix, year=year, serial=serial))
        for serial in range(last - count + 1, last + 1)
    ]


def issuer_of(organisation: Organisation) -> Organisation:
    """The union that numbers what `organisation` does: the nearest with a prefix of its own, itself first."""
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
