"""A realistic volume of matters, written with COPY: rows look like what services write, without going through them."""

import uuid
from collections import defaultdict
from datetime import UTC, datetime, timedelta
from random import Random
from typing import Any

from django.apps import apps
from django.db import connection, transaction

from cases import states
from unionlaw.bench import deadlines, words
from unionlaw.bench.copying import as_text, drop_indexes, stamp
from unionlaw.bench.network import Network, ensure_network
from unionlaw.lib.sealed import blind_index, seal
from unionlaw.matters.models.matter import Channel
from unionlaw.matters.statuses import status_def
from unionlaw.registers.models import Cause

BATCH = 20_000
YEARS = 5
CASES, CONDUCTED, REFERRED = 0.4, 0.85, 0.05
# What one lawyer conducts and one organ is told of in those years: their work, not the size of the city, sets it. In a
# small volume the first of each, who are measured, get the more.
LAWYERS_CASES, ORGANS_REFERRALS = 700, 4_500
TABLES: dict[str, tuple[str, ...]] = {
    "registers_employer": (
        "id",
        "name",
        "name_folded",
        "initials",
        "search_text",
        "kind",
        "registered_at",
        "updated_at",
    ),
    "registers_worker": (
        *(
            "id",
            "sealed_id",
            "name",
            "name_folded",
            "initials",
            "search_text",
            "id_kind",
            "sex",
            "phone",
            "phone_index",
        ),
        *("groups", "organisation_id", "scope1", "scope2", "scope3", "registered_at", "updated_at"),
    ),
    "matters_dispute": ("id", "cause_id", "facts", "joint_claim", "stage"),
    "matters_party": ("id", "dispute_id", "side", "worker_id", "employer_id", "representative"),
    "matters_claim": ("id", "party_id", "head", "amount", "basis"),
    "matters_matter": (
        *("id", "kind", "number_organisation_id", "year", "serial", "number", "title", "summary", "dispute_id"),
        *("status_id", "phase", "organisation_id", "owner_id", "priority", "green_channel", "group", "channel"),
        *("cause_id", "claimant_names", "respondent_names", "opened_at", "closed_at", "closed_reason"),
        *("next_due_on", "watched_until", "next_step", "updated_at", "search_text", "last_event", "version"),
        *("scope1", "scope2", "scope3"),
    ),
    "cases_consultation": ("matter_id", "visitor_name", "advice", "wants_aid"),
    "cases_aidcase": ("matter_id", "applied_on", "eligibility", "urgent", "lawyer_id"),
    "matters_event": ("matter_id", "sequence", "name", "happened_at", "recorded_at", "post_id", "data", "audience"),
    "matters_knownworker": (),
    "deadlines_deadline": (),
    "matters_grant": (
        *("matter_id", "viewer_key", "why", "opened_at", "granted_at", "kind", "status_id", "phase", "channel"),
        *("cause_id", "owner_id", "green_channel", "group", "dispute_id", "next_due_on"),
    ),
}
GROUPS = ("{}", "{migrant}", "{platform}", "{hardship}", "{disabled}", "{retired}", "{model_worker}")
GROUP_WEIGHTS = (600, 250, 100, 30, 10, 9, 1)
# What triggers write otherwise.
KNOWN = """
    INSERT INTO matters_knownworker
        (viewer_key, worker_id, registered_at, sex, household_type, id_kind, region_id, birth_date, groups)
    SELECT DISTINCT
        g.viewer_key, w.id, w.registered_at, w.sex, w.household_type, w.id_kind, w.region_id, w.birth_date, w.groups
    FROM matters_grant AS g JOIN matters_party AS p ON p.dispute_id = g.dispute_id
        JOIN registers_worker AS w ON w.id = p.worker_id
    WHERE g.ended_at IS NULL
    ON CONFLICT DO NOTHING
"""
SERIALS = (
    "registers_employer",
    "registers_worker",
    "matters_dispute",
    "matters_party",
    "matters_claim",
    "matters_matter",
)


class Bulk:
    """Writes `count` matters that end at `until`, the newest last, from a fixed seed."""

    def __init__(self, count: int, until: datetime, seed: int = 12351) -> None:
        self.count, self.until = count, until
        self.rng = Random(seed)  # noqa: S311  invented people, not secrets
        self.network: Network = ensure_network()
        self.first = {table: self._next_id(table) for table in SERIALS}
        self.rows: dict[str, list[str]] = defaultdict(list)
        self.counters: dict[tuple[int, str, int], int] = {}
        self.people = words.people(min(20_000, max(500, count // 4)), self.rng)
        self.firms = words.companies(max(50, count // 16), self.rng)
        self.causes = list(Cause.objects.in_force(until.date()).selectable().values_list("pk", "name"))
        self.channels = [c.value for c in Channel]

    def write(self) -> None:
        """Fill all tables in one transaction, then bring sequences, counters and statistics in line."""
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("SET LOCAL statement_timeout = 0")
            # Triggers keep row history and check references row by row; these rows come from one hand.
            cursor.execute("SET LOCAL session_replication_role = replica")
            cursor.execute("SET LOCAL maintenance_work_mem = '1GB'")
            definitions = drop_indexes(cursor, list(TABLES))
            self._employers()
            for start in range(0, self.count, BATCH):
                for n in range(start, min(start + BATCH, self.count)):
                    self._matter(n)
                self._flush(cursor)
            cursor.execute(KNOWN)
            deadlines.write(cursor, first=self.first["matters_matter"], until=self.until)
            self._settle(cursor)
            for definition in definitions:
                cursor.execute(definition)
            cursor.execute("ALTER INDEX matter_search ALTER COLUMN 1 SET STATISTICS 1000")
        with connection.cursor() as cursor:
            cursor.execute("SET statement_timeout = 0")
            for table in TABLES:
                cursor.execute(f"VACUUM ANALYZE {table}")
            cursor.execute("RESET statement_timeout")

    def _next_id(self, table: str) -> int:
        with connection.cursor() as cursor:
            cursor.execute(f"SELECT coalesce(max(id), 0) + 1 FROM {table}")  # noqa: S608  names of our own tables
            return int(cursor.fetchone()[0])

    def _add(self, table: str, *values: Any) -> None:
        self.rows[table].append("\t".join([as_text(value) for value in values]))

    def _flush(self, cursor: Any) -> None:
        for table, columns in TABLES.items():
            if lines := self.rows.pop(table, None):
                names = ", ".join(f'"{column}"' for column in columns)
                with cursor.copy(f"COPY {table} ({names}) FROM STDIN") as copy:
                    copy.write("\n".join(lines) + "\n")

    def _employers(self) -> None:
        for n, (name, folded, initials) in enumerate(self.firms):
            at = stamp(self.until)
            text = f"{folded} {initials}"
            self._add(
                "registers_employer",
                self.first["registers_employer"] + n,
                name,
                folded,
                initials,
                text,
                "company",
                at,
                at,
            )

    def _matter(self, n: int) -> None:
        rng = self.rng
        age = 1 - n / self.count
        opened = self.until - timedelta(days=YEARS * 365 * age, seconds=rng.randrange(600))
        holder, owner = rng.choice(self.network.holders)
        issuer = self.network.issuers[holder.pk]
        lineage = holder.lineage
        name, folded, initials = rng.choice(self.people)
        employer = rng.randrange(len(self.firms))
        firm = self.firms[employer]
        heading, summary = words.summary(rng)
        cause_id, cause = rng.choice(self.causes)
        is_case = rng.random() < CASES
        workflow = states.aid_case if is_case else states.consultation
        status = self._status(is_case, (self.until - opened).days)
        phase = status_def(status).phase
        closed = opened + timedelta(days=rng.randrange(1, 90)) if phase == "closed" else None
        closed = min(closed, self.until) if closed else None
        due = None if closed else (opened + timedelta(days=rng.choice((3, 7, 10, 30, 60)))).date()
        group, green = rng.random() < 0.01, rng.random() < 0.15
        channel = rng.choice(self.channels)

        dispute, matter = self.first["matters_dispute"] + n, self.first["matters_matter"] + n
        worker = self.first["registers_worker"] + n
        party = self.first["matters_party"] + 2 * n
        at = opened.astimezone(UTC).isoformat()
        self._worker(worker, name, folded, initials, holder, at)
        self._add("matters_dispute", dispute, cause_id, summary, True, "negotiation")
        self._add("matters_party", party, dispute, "claimant", worker, None, False)
        self._add(
            "matters_party", party + 1, dispute, "respondent", None, self.first["registers_employer"] + employer, False
        )

        year = (opened + timedelta(hours=8)).year
        key = (issuer.pk, workflow.kind, year)
        if key not in self.counters:
            self.counters[key] = self._last_serial(key)
        serial = self.counters[key] = self.counters[key] + 1
        number = f"{issuer.number_prefix}{'援' if is_case else '咨'}〔{year}〕{serial}号"
        title = f"{name}与{firm[0]}{cause if is_case else heading}"
        text = " ".join((number, title.lower(), summary, folded, firm[1], initials, firm[2]))
        self._add(
            "matters_matter",
            *(matter, workflow.kind, issuer.pk, year, serial, number, title, summary, dispute),
            *(status, phase, holder.pk, owner, 0, green, group, channel),
            *(cause_id, name, firm[0], at, stamp(closed), "closed" if closed else ""),
            *(due, due, "" if closed else "办理", stamp(closed or opened), text, 2 if closed else 1, 2),
            *lineage[:3],
        )
        opening = "aid_application.received" if is_case else "consultation.recorded"
        self._add("matters_event", matter, 1, opening, at, at, owner, "{}", "parties")
        if closed:
            ending = "aid_case.closed" if is_case else "consultation.answered"
            self._add("matters_event", matter, 2, ending, stamp(closed), stamp(closed), owner, "{}", "parties")
        lawyer, organ = self._viewers(is_case)
        if is_case:
            self._case(matter, opened, party, lawyer)
        else:
            self._add("cases_consultation", matter, "", "已答复" if closed else "", False)
        copies = (workflow.kind, status, phase, channel, cause_id, owner, green, group, dispute, due)
        if lawyer:
            self._add("matters_grant", matter, f"post:{lawyer}", "assigned_lawyer", at, at, *copies)
        if organ:
            self._add("matters_grant", matter, f"organisation:{organ}", "referred_organ", at, at, *copies)

    def _viewers(self, is_case: bool) -> tuple[int | None, int | None]:
        """The lawyer and the organ that see the matter."""
        rng, lawyers, organs = self.rng, self.network.lawyers, self.network.organs
        lawyer = rng.choice(lawyers) if is_case and rng.random() < CONDUCTED else None
        if is_case and rng.random() < _more(LAWYERS_CASES / (self.count * CASES), CONDUCTED / len(lawyers)):
            lawyer = lawyers[0]
        organ = rng.choice(organs) if rng.random() < REFERRED else None
        if rng.random() < _more(ORGANS_REFERRALS / self.count, REFERRED / len(organs)):
            organ = organs[0]
        return lawyer, organ

    def _case(self, matter: int, opened: datetime, party: int, lawyer: int | None) -> None:
        rng = self.rng
        self._add(
            "cases_aidcase", matter, opened.date(), rng.choice(("hardship", "migrant", "platform")), False, lawyer
        )
        claim = self.first["matters_claim"] + matter - self.first["matters_matter"]
        self._add("matters_claim", claim, party, "wages", rng.randrange(2_000, 90_000) * 100, "")

    def _worker(self, pk: int, name: str, folded: str, initials: str, holder: Any, at: str) -> None:
        row = uuid.UUID(int=self.rng.getrandbits(128), version=4)
        phone = f"1{self.rng.randrange(30, 99)}{self.rng.randrange(10**8):08d}"
        groups = self.rng.choices(GROUPS, GROUP_WEIGHTS)[0]
        self._add(
            "registers_worker",
            *(pk, row, name, folded, initials, f"{folded} {initials}", "none"),
            self.rng.choice(("male", "female")),
            seal(phone, label="registers_worker.phone", row=row),
            blind_index("phone", phone),
            *(groups, holder.pk, *holder.lineage[:3], at, at),
        )

    def _status(self, is_case: bool, age_days: int) -> str:
        rng = self.rng
        if is_case:
            if age_days > 150 and rng.random() < 0.985:
                return rng.choices((states.CLOSED, states.REFUSED, states.WITHDRAWN, states.REFERRED), (85, 7, 5, 3))[0]
            return rng.choices(
                (
                    states.CONDUCTING,
                    states.SUBMITTED,
                    states.SUPPLEMENT,
                    states.GRANTED,
                    states.ASSIGNED,
                    states.OBJECTED,
                ),
                (70, 10, 6, 6, 6, 2),
            )[0]
        if age_days > 7 and rng.random() < 0.995:
            return rng.choices((states.ANSWERED, states.APPLIED, states.REFERRED_ELSEWHERE), (80, 14, 6))[0]
        return states.ASKED

    def _last_serial(self, key: tuple[int, str, int]) -> int:
        counter = apps.get_model("matters", "Counter").objects.filter(organisation=key[0], kind=key[1], year=key[2])
        return int(counter.values_list("last", flat=True).first() or 0)

    def _settle(self, cursor: Any) -> None:
        for table in SERIALS:
            cursor.execute(f"SELECT setval(pg_get_serial_sequence('{table}', 'id'), (SELECT max(id) FROM {table}))")  # noqa: S608
        cursor.executemany(
            "INSERT INTO matters_counter (organisation_id, kind, year, last) VALUES (%s, %s, %s, %s)"
            " ON CONFLICT (organisation_id, kind, year) DO UPDATE SET last = excluded.last",
            [(*key, last) for key, last in self.counters.items()],
        )


def _more(wanted: float, by_chance: float) -> float:
    """What part more the first must get to have `wanted`, and no more than half."""
    return min(0.5, max(0.0, wanted - by_chance))
