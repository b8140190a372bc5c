"""The parts of the hand-written standard report (standard_report.py) that every workflow has.

It knows nothing of the registry of indicators. Each part counts one kind of fact for three months side by side and,
where the report breaks it down, for this month by union, station, cause, channel, industry, region and worker group.
Rows: span, dimension, member, figures as JSON.
"""

from dataclasses import dataclass

_EMPLOYER = """
    LEFT JOIN matters_dispute dispute ON dispute.id = m.dispute_id
    LEFT JOIN LATERAL (
        SELECT e.region_id, e.industry_id FROM matters_party q JOIN registers_employer e ON e.id = q.employer_id
        WHERE q.dispute_id = m.dispute_id AND q.side = 'respondent' ORDER BY q.id LIMIT 1) employer ON TRUE
"""
_MEMBERS = """
    coalesce(m.scope{below}::text, '') AS "union", m.organisation_id::text AS station,
    coalesce(m.cause_id::text, '') AS cause, m.channel AS channel,
    coalesce(left(employer.industry_id, 1), '') AS industry,
    coalesce(rpad(left(coalesce(dispute.place_id, employer.region_id), 6), 6, '0'), '') AS region
"""
_SETS = '("union"), (station), (cause), (channel), (industry), (region)'
_NAME = """
    CASE 63 - GROUPING("union", station, cause, channel, industry, region) WHEN 32 THEN 'union' WHEN 16 THEN 'station'
        WHEN 8 THEN 'cause' WHEN 4 THEN 'channel' WHEN 2 THEN 'industry' ELSE 'region' END
"""
_MEMBER = 'coalesce("union", station, cause, channel, industry, region)'
_GROUPS = """
    LEFT JOIN LATERAL (
        SELECT DISTINCT unnest(w.groups) AS member FROM matters_party q JOIN registers_worker w ON w.id = q.worker_id
        WHERE q.dispute_id = m.dispute_id AND q.side = 'claimant') g ON TRUE
"""
_LOCAL = "({} AT TIME ZONE %(zone)s)::date"


@dataclass(frozen=True)
class Part:
    """One kind of fact: where it lies, when it counts, what is needed of it, what is counted, and what broken down."""

    facts: str
    period: str
    columns: str
    counts: dict[str, str]
    where: str = "TRUE"
    broken: str = ""

    def sql(self) -> list[str]:
        where = f"m.scope{{depth}} = %(organisation)s AND {self.where}"
        found = [
            f"SELECT span, '', '', {_json(self.counts)} FROM (SELECT s.span, {self.columns} FROM {self.facts}"  # noqa: S608
            f" JOIN spans s ON {self.period} WHERE {where}) x GROUP BY span"
        ]
        if few := {key: sql for key, sql in self.counts.items() if key in self.broken.split()}:
            now = f"FROM {self.facts} JOIN spans s ON s.span = 'now' AND {self.period}"
            found += [
                f"SELECT 'now', {_NAME}, {_MEMBER}, {_json(few)} FROM (SELECT {_MEMBERS}, {self.columns} {now}"  # noqa: S608
                f" {_EMPLOYER} WHERE {where}) x GROUP BY GROUPING SETS ({_SETS})",
                f"SELECT 'now', 'worker_group', member, {_json(few)} FROM (SELECT coalesce(g.member, '') AS member,"  # noqa: S608
                f" {self.columns} {now} {_GROUPS} WHERE {where}) x GROUP BY member",
            ]
        return found


def _json(counts: dict[str, str]) -> str:
    pairs = ", ".join(f"'{key}', {sql}" for key, sql in counts.items())
    return f"jsonb_build_object({pairs})"


def counted(condition: str) -> str:
    return f"count(*) FILTER (WHERE {condition})"


def named(*names: str) -> str:
    listed = ", ".join(f"'{name}'" for name in names)
    return counted(f"name IN ({listed})")


def happened(column: str) -> str:
    return f"{column} >= s.from_at AND {column} < s.until_at"


OF = "JOIN matters_matter m ON m.id = f.matter_id"
_CASES = "kind IN ('aid_case', 'mediation', 'supervision_letter')"
_STANDS_STILL = (
    "EXISTS (SELECT FROM jsonb_array_elements(f.suspensions) p WHERE (p->>0)::date <= {0}"
    " AND coalesce((p->>1)::date, {0}) >= {0})"
)
PARTS = [
    Part(
        "matters_matter m",
        happened("m.opened_at"),
        'm.kind, m.green_channel, m."group" AS big, m.dispute_id',
        {
            "matters_opened": counted("kind <> 'report'"),
            "group_disputes": "count(DISTINCT dispute_id) FILTER (WHERE big)",
            "green_channel": counted("kind <> 'report' AND green_channel"),
        },
        broken="matters_opened green_channel",
    ),
    Part(
        f"matters_event f {OF}",
        happened("f.happened_at"),
        f"m.kind, {_LOCAL.format('f.happened_at')} - {_LOCAL.format('m.opened_at')} AS days",
        {
            "matters_closed": counted("kind <> 'report'"),
            "cases_closed": counted(_CASES),
            "case_days": f"coalesce(sum(days) FILTER (WHERE {_CASES}), 0)",
            "closed_within_30": counted(f"{_CASES} AND days <= 30"),
            "closed_within_60": counted(f"{_CASES} AND days BETWEEN 31 AND 60"),
            "closed_within_90": counted(f"{_CASES} AND days BETWEEN 61 AND 90"),
            "closed_after_90": counted(f"{_CASES} AND days > 90"),
        },
        # Closed when it was not closed already.
        "f.name = ANY(%(closing)s) AND (f.name <> ALL(%(closing_again)s) OR NOT EXISTS (SELECT FROM matters_event c"
        " WHERE c.matter_id = f.matter_id AND c.sequence < f.sequence AND c.name = ANY(%(closing)s) AND NOT EXISTS ("
        " SELECT FROM matters_event l WHERE l.matter_id = f.matter_id AND l.sequence > c.sequence"
        " AND l.sequence < f.sequence AND l.name = ANY(%(reviving)s))))",
        broken="matters_closed",
    ),
    Part(
        "matters_matter m",
        "m.opened_at < s.until_at AND (m.closed_at IS NULL OR m.closed_at >= s.until_at)",
        f"m.kind, s.until_on - 1 - {_LOCAL.format('m.opened_at')} AS age",
        {
            "matters_under_way": "count(*)",
            "letters_under_way": counted("kind = 'supervision_letter'"),
            "mediations_under_way": counted("kind = 'mediation'"),
            "matters_under_way_long": counted("age > 90"),
        },
        "m.kind <> 'report' AND NOT EXISTS (SELECT FROM matters_event c WHERE c.matter_id = m.id"
        " AND c.name = ANY(%(closing)s) AND c.happened_at < s.until_at AND NOT EXISTS (SELECT FROM matters_event l"
        " WHERE l.matter_id = m.id AND l.sequence > c.sequence AND l.name = ANY(%(reviving)s)"
        " AND l.happened_at < s.until_at))",
        broken="matters_under_way",
    ),
    Part(
        f"matters_event f {OF}",
        happened("f.happened_at"),
        f"f.name, {_LOCAL.format('f.happened_at')} - {_LOCAL.format('m.opened_at')} AS days",
        {
            "consultations": named("consultation.recorded"),
            "consultations_answered": named("consultation.answered"),
            "consultations_answered_at_once": counted("name = 'consultation.answered' AND days = 0"),
            "aid_applications": named("aid_application.received"),
            "aid_granted": named("aid_application.granted", "aid_application.granted_urgently"),
            "aid_closed": named("aid_case.closed"),
            "leads": named("lead.recorded"),
            "leads_lettered": named("lead.lettered"),
        },
        "f.name IN ('consultation.recorded', 'consultation.answered', 'aid_application.received', 'aid_case.closed',"
        " 'aid_application.granted', 'aid_application.granted_urgently', 'lead.recorded', 'lead.lettered')",
    ),
    Part(
        "matters_matter m JOIN matters_party p ON p.dispute_id = m.dispute_id AND p.side = 'claimant'"
        " JOIN registers_worker w ON w.id = p.worker_id",
        happened("m.opened_at"),
        "p.worker_id, w.groups, w.sex",
        {
            "workers_served": "count(DISTINCT worker_id)",
            **{
                f"{group}_workers_served": f"count(DISTINCT worker_id) FILTER (WHERE '{group}' = ANY(groups))"
                for group in ("migrant", "platform", "hardship")
            },
            "women_workers_served": "count(DISTINCT worker_id) FILTER (WHERE sex = 'female')",
        },
        broken="workers_served",
    ),
    Part(
        f"matters_payment f {OF} JOIN matters_claim c ON c.id = f.claim_id JOIN matters_party p ON p.id = c.party_id",
        "f.paid_on >= s.from_on AND f.paid_on < s.until_on",
        "f.amount, m.kind, p.worker_id",
        {
            "recovered": "coalesce(sum(amount), 0)",
            "workers_paid": "count(DISTINCT worker_id)",
            "recovered_by_letters": "coalesce(sum(amount) FILTER (WHERE kind = 'supervision_letter'), 0)",
            "recovered_by_mediation": "coalesce(sum(amount) FILTER (WHERE kind = 'mediation'), 0)",
        },
        "f.cancelled_reason = ''",
        broken="recovered",
    ),
    Part(
        "matters_matter m JOIN matters_party p ON p.dispute_id = m.dispute_id"
        " JOIN matters_claim f ON f.party_id = p.id",
        happened("m.opened_at"),
        "f.amount",
        {"claimed": "coalesce(sum(amount), 0)"},
        "m.kind IN ('aid_case', 'mediation') AND NOT EXISTS (SELECT FROM matters_matter x"
        " WHERE x.dispute_id = m.dispute_id AND x.kind IN ('aid_case', 'mediation')"
        " AND (x.opened_at, x.id) < (m.opened_at, m.id))",
        broken="claimed",
    ),
    Part(
        f"deadlines_deadline f {OF} JOIN deadlines_ruleversion v ON v.id = f.rule_version_id"
        " JOIN deadlines_rule r ON r.id = v.rule_id",
        "f.due_on >= s.from_on AND f.due_on < s.until_on",
        "coalesce(f.met_on <= f.due_on, FALSE) AS good, r.key IN ('sup_advice_reply', 'sup_letter_reply',"
        " 'sup_notice_reply') AS reply",
        {
            "limits_due": "count(*)",
            "limits_on_time": counted("good"),
            "limits_missed": counted("NOT good"),
            "replies_due": counted("reply"),
            "replies_on_time": counted("reply AND good"),
        },
        "m.kind <> 'report' AND (f.met_on <= f.due_on OR f.due_on < %(today)s) AND (f.state <> 'cancelled'"
        f" OR {_LOCAL.format('f.ended_at')} > f.due_on) AND (f.suspensions = '[]'"
        f" OR NOT {_STANDS_STILL.format('f.due_on')})",
        broken="limits_due limits_on_time",
    ),
]
