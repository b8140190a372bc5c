"""Time limits of bulk matters: one open limit for each live matter, and some that were met."""

from datetime import datetime
from typing import Any

from unionlaw.deadlines.models import RuleVersion
from unionlaw.deadlines.services.loading import load_all

# One in so many matters that are closed had a limit that was met.
MET_EVERY = 5
# Days from then to the day it was due: one in six was met too late.
LATE = "9 - (m.id / 5 %% 12)::int"
# Reminders of bulk limits fall at nine as many days from the due day, as if every day were worked.
OFFSETS = (-7, -1, 0, 1, 5)
VERSIONS = """
    SELECT k.kind, array_agg(v.id ORDER BY v.id) AS ids
    FROM (SELECT DISTINCT kind FROM matters_matter) k
    JOIN deadlines_ruleversion v ON v.opens_on <> '{}' AND v.matter_kind IN ('', k.kind)
    GROUP BY k.kind
"""
INSERT = """
    INSERT INTO deadlines_deadline
        (matter_id, rule_version_id, subject, responsible_id, organisation_id, state, start_on, due_on, suspensions,
         explanation, opened_at, ended_at, met_on, step_at, step_no, next_step_at, kind, scope1, scope2, scope3)
"""
STEPS = f"""
    CROSS JOIN LATERAL (
        SELECT array_agg((l.due_on + o + time '09:00') AT TIME ZONE 'Asia/Shanghai' ORDER BY o) AS at,
               count(*) FILTER (WHERE (l.due_on + o + time '09:00') AT TIME ZONE 'Asia/Shanghai' <= %(now)s) AS past
        FROM unnest(ARRAY{list(OFFSETS)}) o) s
"""  # noqa: S608
OF_MATTERS = f"""
    {INSERT}
    SELECT m.id, v.ids[1 + m.id %% cardinality(v.ids)], '', m.owner_id, m.organisation_id,
           CASE WHEN m.closed_at IS NULL THEN 'open' ELSE 'met' END, l.start_on, l.due_on, '[]', '[]', m.opened_at,
           m.closed_at, m.closed_at::date, s.at, s.past, CASE WHEN m.closed_at IS NULL THEN s.at[s.past + 1] END,
           m.kind, m.scope1, m.scope2, m.scope3
    FROM matters_matter m
    JOIN ({VERSIONS}) v ON v.kind = m.kind
    CROSS JOIN LATERAL (
        SELECT m.opened_at::date AS start_on,
               coalesce(m.next_due_on, greatest(m.opened_at::date, m.closed_at::date + {LATE})) AS due_on) l
    {STEPS}
    WHERE m.id >= %(first)s AND (m.next_due_on IS NOT NULL OR m.closed_at IS NOT NULL AND m.id %% {MET_EVERY} = 0)
"""  # noqa: S608


def write(cursor: Any, *, first: int, until: datetime) -> None:
    """Give the bulk matters from the id `first` on their limits; triggers are off, their work is done here."""
    if not RuleVersion.objects.exists():
        load_all(at=until)
    cursor.execute(OF_MATTERS, {"first": first, "now": until})
