"""Taking a checked roster over: workers, parties and claims in a handful of statements, all or nothing."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import pgtrigger
from django.db import connection
from django.utils.translation import gettext as _

from unionlaw.lib.errors import Conflict
from unionlaw.lib.money import format_fen
from unionlaw.lib.sealed import seal, unseal
from unionlaw.matters.models import Dispute, Matter, Party
from unionlaw.matters.models.matter import Priority
from unionlaw.matters.services import events
from unionlaw.matters.services.facts import describe, refresh_dispute
from unionlaw.network.actors import Actor
from unionlaw.network.readlog import log_read
from unionlaw.network.tree import scope_columns, steady_lineage
from unionlaw.registers.models import Worker
from unionlaw.rosters import kinds, roster_sql
from unionlaw.rosters.models import SheetImport
from unionlaw.rosters.services.reporting import report_group

SEALED = ("id_number", "phone", "address")
_CORRECTED = (
    "name",
    "name_folded",
    "initials",
    "search_text",
    "id_kind",
    "id_index",
    "phone_index",
    "birth_date",
    "sex",
)


def take_over(sheet: SheetImport, *, by: Actor, at: datetime) -> dict[str, Any]:
    """Bring the rows without errors into the matter of the import, in the caller's transaction.

    Who is registered already is used; who is on the roster already is corrected, not repeated. Claims with an outcome
    keep their amount. Every matter of the dispute follows.

    Raises what the matter's workflow says against changing its facts now; Conflict without a dispute.
    """
    assert sheet.matter_id is not None
    matter = lock_for_facts(sheet.matter_id, by)
    if matter.dispute_id is None:
        raise Conflict(_("本事项还没有登记争议。"))
    dispute = Dispute.objects.select_for_update().get(pk=matter.dispute_id)
    holder = by.organisation or matter.organisation
    employers = list(
        dispute.parties.filter(side=Party.Side.RESPONDENT, employer__isnull=False).values_list("employer", flat=True)[
            :2
        ]
    )
    words = {
        "sheet": sheet.pk,
        "dispute": dispute.pk,
        "organisation": holder.pk,
        "actor_organisation": by.organisation.pk if by.organisation else 0,
        "depth": len(holder.lineage),
        "employer": employers[0] if len(employers) == 1 else None,
        "user": by.user.pk if by.user else None,
        "at": at,
        **scope_columns(steady_lineage(holder.pk)),
    }
    with connection.cursor() as cursor:
        cursor.execute(roster_sql.MATCH_BY_NUMBER, words)
        corrected = _correct_workers(cursor, words, at)
        added = _run(cursor, roster_sql.INSERT_WORKERS, words)
        for statement in roster_sql.FIND_WORKERS:
            cursor.execute(statement, words)
        before = _count(cursor, words)
        with pgtrigger.ignore("matters.Party:party_makes_workers_known"):
            cursor.execute(roster_sql.INSERT_PARTIES, [dispute.pk, sheet.pk, dispute.pk])
        cursor.execute(roster_sql.KNOW_WORKERS, words)
        parties = _count(cursor, words) - before
        corrected += _run(cursor, roster_sql.UPDATE_CONSENTS, words)
        corrected += _run(cursor, roster_sql.UPDATE_CLAIMS, words)
        claims = _run(cursor, roster_sql.INSERT_CLAIMS, words)
        cursor.execute(roster_sql.COUNTS, words)
        columns = [column.name for column in cursor.description]
        counts = {name: int(value or 0) for name, value in zip(columns, cursor.fetchone(), strict=True)}
    if sheet.options.get("joint_claim") and not dispute.joint_claim:
        dispute.joint_claim = True
        dispute.save(update_fields=["joint_claim"])
    # Numbers typed into a sheet were looked up in the register of the whole city, like those typed at the window.
    log_read(
        by=by, at=at, action="lookup", subject=f"sheet:{sheet.pk}",
        data={"rows": counts["people"], "registered": counts["people"] - added},
    )  # fmt: skip
    _finish(sheet, matter, counts={**counts, "added": parties, "corrected": corrected}, by=by, at=at)
    return {
        "people": counts["people"],
        "claims": counts["claims"],
        "amount": counts["amount"],
        "added": parties,
        "registered": max(parties - added, 0),
        "corrected": corrected,
        "new_claims": claims,
    }


def lock_for_facts(matter_id: int, by: Actor) -> Matter:
    """The matter, locked with every other of its dispute in order, since all of them will change.

    Raises what the matter's workflow says against changing its facts now.
    """
    found = Matter.objects.visible_to(by).filter(pk=matter_id)
    siblings = Matter.objects.filter(dispute__in=list(found.values_list("dispute", flat=True))).order_by("pk")
    list(siblings.select_for_update(of=("self",), no_key=True).values_list("pk", flat=True))
    kind = kinds.get(found.first() or Matter())
    return kind.begin(matter_id=matter_id, verb="change_facts", by=by, version=None)


def _finish(sheet: SheetImport, matter: Matter, *, counts: dict[str, int], by: Actor, at: datetime) -> None:
    assert matter.dispute_id is not None
    refresh_dispute(dispute_id=matter.dispute_id)
    matter.dispute = Dispute.objects.get(pk=matter.dispute_id)
    matter.title = ""
    describe(matter)
    if matter.group:
        matter.priority = max(matter.priority, Priority.HIGH)
        matter.green_channel = matter.green_channel or kinds.get(matter).green
    data = {
        "people": counts["people"],
        "added": counts["added"],
        "corrected": counts["corrected"],
        "amount": format_fen(counts["amount"]),
        "sheet": sheet.name,
    }
    events.record(matter, "roster.imported", by=by, at=at, data=data)
    if matter.group:
        report_group(matter, by=by, at=at)


def _count(cursor: Any, words: dict[str, Any]) -> int:
    cursor.execute(roster_sql.PARTIES, words)
    return int(cursor.fetchone()[0])


def _run(cursor: Any, statement: str, words: dict[str, Any]) -> int:
    cursor.execute(statement, words)
    return int(cursor.rowcount)


def _correct_workers(cursor: Any, words: dict[str, Any], at: datetime) -> int:
    """Names, numbers, phones and addresses that the sheet says otherwise, of workers whom the actor's union keeps.

    Sealed values are sealed anew for their row. Returns how many workers changed.
    """
    cursor.execute(roster_sql.KNOWN_WORKERS, words)
    labels = {name: Worker._meta.get_field(name).sealed_label for name in SEALED}  # type: ignore[union-attr]
    changed = []
    for row in cursor.fetchall():
        (pk, own, folded, _old_number, old_number_index, _old_phone, old_phone_index, old_address, staged, name,
         new_folded, initials, id_kind, number, number_index, phone, phone_index, address, born, sex) = row  # fmt: skip
        new: dict[str, Any] = {}

        def take(column: str, blob: Any, staged: Any = staged, own: Any = own, new: dict[str, Any] = new) -> None:
            plain = unseal(blob, label=labels[column], row=staged)
            new[column] = seal(plain, label=labels[column], row=own)

        if new_folded != folded:
            new |= {
                "name": name,
                "name_folded": new_folded,
                "initials": initials,
                "search_text": f"{new_folded} {initials}",
            }
        if number is not None and _differ(number_index, old_number_index):
            take("id_number", number)
            new |= {"id_index": number_index, "id_kind": id_kind, "birth_date": born, "sex": sex}
        if phone is not None and _differ(phone_index, old_phone_index):
            take("phone", phone)
            new["phone_index"] = phone_index
        if address is not None:
            said = unseal(address, label=labels["address"], row=staged)
            if old_address is None or unseal(old_address, label=labels["address"], row=own) != said:
                take("address", address)
        if new:
            changed.append((pk, new))
    for pk, new in changed:
        sets = ", ".join(f'"{column}" = %s' for column in new)
        cursor.execute(
            f"UPDATE registers_worker SET {sets}, version = version + 1, updated_at = %s WHERE id = %s",  # noqa: S608
            [*new.values(), at, pk],
        )
    return len(changed)


def _differ(new: Any, old: Any) -> bool:
    return old is None or bytes(new) != bytes(old)
