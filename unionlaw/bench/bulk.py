"""A realistic volume of matters, written with COPY: rows look like what services write, without going through them."""

from datetime import UTC, datetime, timedelta
from itertools import accumulate
from random import Random

from django.db import connection, transaction

from unionlaw.bench import bulk_notices, deadlines, words
from unionlaw.bench.bulk_cases import AidCases, Consultations
from unionlaw.bench.bulk_leads import Leads
from unionlaw.bench.bulk_letters import Letters
from unionlaw.bench.bulk_mediations import Mediations
from unionlaw.bench.bulk_registers import Registers
from unionlaw.bench.copying import drop_indexes
from unionlaw.bench.drawn import Drawn, Part
from unionlaw.bench.network import ensure_network
from unionlaw.bench.stories import day_of, told
from unionlaw.bench.tables import DERIVED, TABLES
from unionlaw.bench.writer import Writer
from unionlaw.matters.models import Grant
from unionlaw.matters.models.matter import Channel, Priority
from unionlaw.registers.models import Cause

BATCH = 20_000
YEARS = 5
# Of each kind so many in a hundred.
SHARES: dict[type[Part], float] = {Consultations: 55, AidCases: 30, Mediations: 10, Letters: 4, Leads: 1}
CHANNELS = {
    Channel.WINDOW: 34,
    Channel.DUTY_LAWYER: 8,
    Channel.HOTLINE_12351: 20,
    Channel.HOTLINE_12345: 12,
    Channel.RECEPTION_DAY: 2,
    Channel.ONLINE: 14,
    Channel.KIOSK: 1,
    Channel.VISIT: 3,
    Channel.REFERRAL: 6,
}
CONDUCTED, REFERRED = 0.85, 0.05
# What one lawyer conducts and one organ is told of in those years: their work, not the size of the city, sets it. In a
# small volume the first of each, who are measured, get the more.
LAWYERS_CASES, ORGANS_REFERRALS = 700, 4_500
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


class Bulk:
    """Writes `count` matters that end at `until`, the newest last, from a fixed seed."""

    def __init__(self, count: int, until: datetime, seed: int = 12351) -> None:
        self.count, self.until = count, until.astimezone(UTC)
        self.rng = Random(seed)  # noqa: S311  invented people, not secrets
        self.network = ensure_network()
        self.writer = Writer()
        self.first = self.writer.last_id("matters_matter") + 1
        self.people = words.people(min(20_000, max(500, count // 4)), self.rng)
        self.registers = Registers(self.writer, self.rng, max(50, count // 16), self.until)
        self.causes = list(Cause.objects.in_force(until.date()).selectable().values_list("pk", "name"))
        self.channels, self.often = list(CHANNELS), list(accumulate(CHANNELS.values()))
        made = (self.writer, self.rng, self.network, self.registers.employers, self.until)
        letters, leads = Letters(*made), Leads(*made)
        letters.leads = leads.lettered
        self.parts = [Consultations(*made), AidCases(*made), Mediations(*made), letters, leads]
        self.shares = list(accumulate(SHARES[type(part)] for part in self.parts))
        self.lawyers_share = SHARES[AidCases] / self.shares[-1] * CONDUCTED

    def write(self) -> None:
        """Fill all tables in one transaction, then bring sequences, counters and statistics in line."""
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("SET LOCAL statement_timeout = 0")
            # Triggers keep row history and check references row by row; these rows come from one hand.
            cursor.execute("SET LOCAL session_replication_role = replica")
            cursor.execute("SET LOCAL maintenance_work_mem = '1GB'")
            definitions = drop_indexes(cursor, [*TABLES, *DERIVED])
            for start in range(0, self.count, BATCH):
                for n in range(start, min(start + BATCH, self.count)):
                    self._matter(n)
                self.writer.flush(cursor)
            cursor.execute(KNOWN)
            deadlines.write(cursor, first=self.first, until=self.until)
            bulk_notices.write(cursor, first=self.first, until=self.until)
            self.writer.settle(cursor)
            for definition in definitions:
                cursor.execute(definition)
            cursor.execute("ALTER INDEX matter_search ALTER COLUMN 1 SET STATISTICS 1000")
        with connection.cursor() as cursor:
            cursor.execute("SET statement_timeout = 0")
            for table in (*TABLES, *DERIVED):
                cursor.execute(f"VACUUM ANALYZE {table}")
            cursor.execute("RESET statement_timeout")

    def _matter(self, n: int) -> None:
        rng = self.rng
        age = 1 - n / self.count
        opened = self.until - timedelta(days=YEARS * 365 * age, seconds=rng.randrange(600))
        part = rng.choices(self.parts, cum_weights=self.shares)[0]
        holder, owner = rng.choice(self.network.holders)
        employer, firm, region = self.registers.firm()
        heading, summary = words.summary(rng)
        m = Drawn(
            pk=self.writer.new_id("matters_matter"),
            opened=opened,
            holder=holder,
            owner=owner,
            issuer=self.network.issuers[holder.pk],
            person=rng.choice(self.people),
            employer=employer,
            firm=firm,
            cause=rng.choice(self.causes),
            heading=heading,
            summary=summary,
            green=rng.random() < 0.15,
            life=part.live(opened),
        )
        year = (opened + timedelta(hours=8)).year
        serial = self.writer.serial(m.issuer.pk, part.kind, year)
        m.number = f"{m.issuer.number_prefix}{part.mark}〔{year}〕{serial}号"
        if not part.is_about_nobody():
            self._dispute(m, part, region)
        m.lawyer, m.organ = self._viewers(m)
        part.write(m)
        self._row(m, part, year, serial)

    def _dispute(self, m: Drawn, part: Part, region: str | None) -> None:
        """The worker, the dispute with the employer."""
        add, new_id = self.writer.add, self.writer.new_id
        worker = self.registers.worker(m.person, m.holder, m.opened)
        m.dispute, m.party = new_id("matters_dispute"), new_id("matters_party")
        add("matters_dispute", m.dispute, m.cause[0], region, m.summary, True, part.stage)
        add("matters_party", m.party, m.dispute, "claimant", worker, None, False)
        add("matters_party", new_id("matters_party"), m.dispute, "respondent", None, m.employer, False)

    def _row(self, m: Drawn, part: Part, year: int, serial: int) -> None:
        """The matter with its events and grants."""
        rng, life, add = self.rng, m.life, self.writer.add
        closed, last = life.closed_at, life.times[-1]
        due = None if closed else day_of(last + timedelta(days=rng.choice((3, 7, 10, 30, 60))))
        channel = rng.choices(self.channels, cum_weights=self.often)[0]
        group = rng.random() < 0.01
        worker, firm = (m.person, m.firm) if m.dispute else (("", "", ""), ("", "", ""))
        title = part.title(m)
        text = " ".join(
            (m.number, title.lower(), m.summary, worker[1], firm[1], worker[2], firm[2]) if m.dispute else (title,)
        )
        add(
            "matters_matter",
            *(m.pk, part.kind, m.issuer.pk, year, serial, m.number, title, m.summary, m.dispute),
            *(life.status, life.phase, m.holder.pk, m.owner, Priority.HIGH if m.green else Priority.NORMAL),
            *(m.green, group, m.umbrella, channel, m.cause[0], worker[0], firm[0], m.opened, closed),
            *(life.ends_as if closed else "", due, due, life.next_step, last, text),
            *(len(life.names), len(life.names), *m.holder.lineage[:3]),
        )
        for sequence, (name, at) in enumerate(zip(life.names, life.times, strict=True), start=1):
            said = m.said.get(name)
            carried = said.pop(0) if said else "{}"
            add("matters_event", m.pk, sequence, name, at, at, m.owner, carried, told(name).audience)
        copies = (*(part.kind, life.status, life.phase, channel, m.cause[0], m.owner, m.green, group, m.dispute, due),)
        if m.lawyer:
            add("matters_grant", m.pk, f"post:{m.lawyer}", Grant.Why.ASSIGNED_LAWYER, m.opened, m.opened, *copies)
        if m.organ:
            add("matters_grant", m.pk, f"organisation:{m.organ}", part.organ_is, m.opened, m.opened, *copies)

    def _viewers(self, m: Drawn) -> tuple[int | None, int | None]:
        """The lawyer and the organ that see the matter."""
        rng, lawyers, organs = self.rng, self.network.lawyers, self.network.organs
        lawyer = rng.choice(lawyers) if "aid_case.assigned" in m.life.names else None
        if lawyer and rng.random() < _more(LAWYERS_CASES / (self.count * self.lawyers_share), 1 / len(lawyers)):
            lawyer = lawyers[0]
        organ = rng.choice(organs) if rng.random() < REFERRED else None
        if rng.random() < _more(ORGANS_REFERRALS / self.count, REFERRED / len(organs)):
            organ = organs[0]
        return lawyer, organ


def _more(wanted: float, by_chance: float) -> float:
    """What part more the first must get to have `wanted`, and no more than half."""
    return min(0.5, max(0.0, wanted - by_chance))
