"""What bulk disputes are about in money: claims, what was decided on them, what reached the worker."""

from datetime import date, timedelta
from random import Random

from unionlaw.bench.drawn import Drawn
from unionlaw.bench.writer import Writer
from unionlaw.matters.models import ClaimOutcome
from unionlaw.matters.models.dispute import Head

Code, Instrument = ClaimOutcome.Code, ClaimOutcome.Instrument
Claims = list[tuple[int, int]]
"""(id, amount in fen) of each."""
# What people ask for beside the head that their story names.
BESIDE = (Head.SEVERANCE, Head.ANNUAL_LEAVE, Head.OVERTIME, Head.HEAT_ALLOWANCE)
SECOND, IN_PARTS = 0.2, 0.25


def claim(writer: Writer, rng: Random, party: int, head: str) -> Claims:
    """One head of claim of a party, or two."""
    heads = [head]
    if rng.random() < SECOND and (other := rng.choice(BESIDE)) != head:
        heads.append(other)
    found = []
    for one in heads:
        pk, amount = writer.new_id("matters_claim"), rng.randrange(2_000, 90_000) * 100
        writer.add("matters_claim", pk, party, one, amount, "")
        found.append((pk, amount))
    return found


def decide(writer: Writer, matter: int, claims: Claims, code: str, part: float, on: date, instrument: str) -> Claims:
    """Write the outcome of each claim; returns what is to be paid on each.

    Args:
        part: how much of what was claimed is to be paid; 0 for codes without money.
    """
    due = []
    for pk, amount in claims:
        decided = int(amount * part) // 100 * 100
        writer.add(
            "matters_claimoutcome", writer.new_id("matters_claimoutcome"), pk, matter, code, decided, on, instrument
        )
        due.append((pk, decided))
    return due


def pay(writer: Writer, rng: Random, m: Drawn, due: Claims, first: date, last: date) -> int:
    """Write what was paid on each claim, all of it by `last`, at once or in two parts. Returns the sum in fen."""
    for pk, amount in due:
        parts = [(amount, last)]
        if amount > 200 and last > first and rng.random() < IN_PARTS:
            half = amount // 200 * 100
            parts = [(half, first + timedelta(days=(last - first).days // 2)), (amount - half, last)]
        for paid, on in parts:
            if paid:
                writer.add("matters_payment", pk, m.pk, paid, on, m.opened_on)
    return sum(amount for _pk, amount in due)
