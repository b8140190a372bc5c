"""Inboxes of those who work in the bulk city: notices of some of their matters."""

from datetime import datetime
from typing import Any

from unionlaw.bench.targets import READERS
from unionlaw.deadlines.kinds import CHASED

# An owner is told of one in so many of their matters; a reader of their newest, read or not.
EVERY, NEWEST = 3, 300
INSERT = """
    INSERT INTO notices_notice (key, kind, urgency, post_id, user_id, matter_id, data, created_at, spread_at, read_at)
    SELECT 'bulk:' || t.matter_id || ':' || p.id, %(kind)s,
           CASE WHEN t.matter_id %% 5 = 0 THEN 'urgent' ELSE 'normal' END, p.id, p.user_id, t.matter_id,
           jsonb_build_object('question', '办到哪一步了？', 'due_on', (t.opened_at + interval '7 days')::date),
           t.opened_at, t.opened_at,
           CASE WHEN t.phase = 'closed' THEN least(t.opened_at + interval '1 day', %(now)s) END
"""
TO_OWNERS = f"""
    {INSERT}
    FROM (SELECT id AS matter_id, opened_at, phase, owner_id FROM matters_matter
          WHERE id >= %(first)s AND id %% {EVERY} = 0) AS t
    JOIN network_post AS p ON p.id = t.owner_id
"""  # noqa: S608
TO_READERS = f"""
    {INSERT}
    FROM network_post AS p JOIN accounts_user AS u ON u.id = p.user_id CROSS JOIN LATERAL (
        (SELECT id AS matter_id, opened_at, phase FROM matters_matter
         WHERE scope1 = p.organisation_id OR scope2 = p.organisation_id ORDER BY opened_at DESC LIMIT {NEWEST})
        UNION ALL
        (SELECT matter_id, opened_at, phase FROM matters_grant
         WHERE viewer_key IN ('post:' || p.id, 'organisation:' || p.organisation_id)
         ORDER BY opened_at DESC LIMIT {NEWEST})
    ) AS t
    WHERE u.username = ANY (%(readers)s)
    ON CONFLICT (key) DO NOTHING
"""  # noqa: S608


def write(cursor: Any, *, first: int, until: datetime) -> None:
    """Tell the owners of the bulk matters from the id `first` on, and the readers who are measured."""
    values = {"first": first, "now": until, "kind": CHASED, "readers": list(READERS.values())}
    cursor.execute(TO_OWNERS, values)
    cursor.execute(TO_READERS, values)
