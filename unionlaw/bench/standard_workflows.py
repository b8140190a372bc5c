"""The parts of the hand-written standard report (standard_report.py) that letters, mediations and time limits have."""

from unionlaw.bench.standard_facts import OF, Part, counted, happened, named

_LETTER_DAY = "coalesce(f.data->>'served_on', f.data->>'happened_on')"
_MEDIATION_DAY = (
    "coalesce(f.data->>'received_on', f.data->>'accepted_on', f.data->>'effective_on', f.data->>'happened_on',"
    " f.data->>'since_on')"
)
_RECEIVED = (
    "mediation.received",
    "mediation.received_on_advice",
    "mediation.entrusted_by_tribunal",
    "mediation.assigned_by_court",
    "mediation.entrusted_by_court",
    "mediation.entrusted_by_court_summary",
)
_LATER = (
    "mediation.accepted",
    "mediation.agreement_effective",
    "mediation.failed",
    "mediation.confirmation_granted",
    "mediation.performed",
    "mediation.unperformed",
)


def _day(written: str) -> str:
    """SQL of the day the event names, or that of its record."""
    return f"coalesce(nullif({written}, '')::date, (f.happened_at AT TIME ZONE %(zone)s)::date)"


def _on(day: str) -> str:
    return f"{day} >= s.from_on AND {day} < s.until_on"


def _listed(names: tuple[str, ...]) -> str:
    return ", ".join(f"'{name}'" for name in names)


_JUDGED = "name IN ('letter.demand_judged', 'letter.demand_promised', 'letter.demand_failed')"
# The day a limit was due, for those moved later on.
_DUE = (
    "coalesce((SELECT c.before_on FROM deadlines_deadlinechange c WHERE c.deadline_id = f.id AND c.at >= s.until_at"
    " AND c.before_on <> c.after_on ORDER BY c.id LIMIT 1), f.due_on)"
)
PARTS = [
    Part(
        f"matters_event f {OF} JOIN monitoring_letters_supervisionletter x ON x.matter_id = f.matter_id"
        " LEFT JOIN monitoring_letters_publication p ON p.letter_id = x.matter_id",
        _on(_day(_LETTER_DAY)),
        "f.name, x.instrument, x.employer_id, p.employers_reached, p.workers_reached, f.data->>'demand' AS demand,"
        " f.data->>'code' AS code",
        {
            "letters_issued": named("letter.issued"),
            **{
                f"{kind}s_issued": counted(f"name = 'letter.issued' AND instrument = '{kind}'")
                for kind in ("notice", "opinion", "recommendation")
            },
            "employers_addressed": "count(DISTINCT employer_id) FILTER (WHERE name = 'letter.issued')",
            "employers_reached": "coalesce(sum(employers_reached) FILTER (WHERE name = 'letter.published'), 0)",
            "workers_reached": "coalesce(sum(workers_reached) FILTER (WHERE name = 'letter.published'), 0)",
            "letters_unanswered": named("letter.unanswered"),
            "letters_escalated": named("letter.escalated"),
            "letters_closed": named("letter.closed"),
            "demands_judged": f"count(DISTINCT demand) FILTER (WHERE {_JUDGED})",
            "demands_corrected": f"count(DISTINCT demand) FILTER (WHERE {_JUDGED} AND code = 'corrected')",
        },
        "f.happened_at >= (SELECT min(from_at) FROM spans) AND f.name IN ('letter.issued', 'letter.published',"
        " 'letter.unanswered', 'letter.escalated', 'letter.closed', 'letter.demand_judged', 'letter.demand_promised',"
        " 'letter.demand_failed')",
        broken="letters_issued",
    ),
    Part(
        f"matters_event f {OF} JOIN mediation_mediation x ON x.matter_id = f.matter_id",
        _on(_day(_MEDIATION_DAY)),
        f"f.name, x.origin, m.id AS matter, {_day(_MEDIATION_DAY)} - x.received_on AS days",
        {
            "mediations_received": named(*_RECEIVED),
            "mediations_from_tribunal": counted(
                f"name IN ({_listed(_RECEIVED)}) AND origin IN ('tribunal_advice', 'tribunal_entrusted')"
            ),
            "mediations_from_court": counted(
                f"name IN ({_listed(_RECEIVED)}) AND origin IN ('court_assigned',"
                " 'court_entrusted', 'court_entrusted_summary')"
            ),
            "mediations_accepted": named("mediation.accepted"),
            "mediations_settled": named("mediation.agreement_effective"),
            "mediations_failed": named("mediation.failed"),
            "mediations_concluded": named("mediation.agreement_effective", "mediation.failed"),
            "mediation_days": "coalesce(sum(days) FILTER (WHERE name = 'mediation.agreement_effective'), 0)",
            "mediations_confirmed": "count(DISTINCT matter) FILTER (WHERE name = 'mediation.confirmation_granted')",
            "mediations_performed": named("mediation.performed"),
            "mediations_over": named("mediation.performed", "mediation.unperformed"),
        },
        f"f.happened_at >= (SELECT min(from_at) FROM spans) AND f.name IN ({_listed(_RECEIVED + _LATER)})",  # noqa: S608
    ),
    Part(
        "mediation_session f JOIN matters_matter m ON m.id = f.mediation_id",
        happened("f.starts_at"),
        "f.id",
        {"mediation_sessions": "count(*)"},
        "f.state IN ('held', 'adjourned')",
    ),
    Part(
        f"deadlines_deadline f {OF}",
        "f.opened_at < s.until_at AND (f.ended_at IS NULL OR f.ended_at >= s.until_at)"
        " AND (f.met_on IS NULL OR f.met_on >= s.until_on)",
        "m.id AS matter",
        {"overdue_limits": "count(*)", "overdue_matters": "count(DISTINCT matter)"},
        f"m.kind <> 'report' AND {_DUE} < least(s.until_on, %(today)s) AND (f.suspensions = '[]' OR NOT EXISTS (SELECT"
        " FROM jsonb_array_elements(f.suspensions) p WHERE (p->>0)::date < s.until_on"
        " AND coalesce((p->>1)::date, s.until_on) >= s.until_on - 1))",
    ),
    Part(f"deadlines_chase f {OF}", happened("f.asked_at"), "f.id", {"chases": "count(*)"}),
    Part(
        "deadlines_extension f JOIN deadlines_deadline l ON l.id = f.deadline_id"
        " JOIN matters_matter m ON m.id = l.matter_id",
        happened("f.decided_at"),
        "f.id",
        {"limits_extended": "count(*)"},
        "f.state = 'granted'",
    ),
    Part(
        "monitoring_letters_linkedinstrument f JOIN matters_matter m ON m.id = f.letter_id",
        _on("f.sent_on"),
        "f.id",
        {"linked_to_organs": "count(*)"},
        "f.kind IN ('to_inspection', 'to_procuratorate')",
    ),
    Part(
        "matters_matter m",
        happened("m.opened_at"),
        "m.id",
        {"aid_after_mediation": "count(*)"},
        "m.kind = 'aid_case' AND EXISTS (SELECT FROM matters_matter x JOIN matters_event e ON e.matter_id = x.id"
        " AND e.name = 'mediation.failed' WHERE x.dispute_id = m.dispute_id AND x.kind = 'mediation'"
        " AND e.happened_at <= m.opened_at)",
    ),
]
