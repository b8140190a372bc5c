"""The statement that tells a batch of reminder steps: claim, move, resolve who is told, write the notices.

Who is told is resolved when a step falls (docs/adr/0006-deadlines.md), set by set and never row by row:

- `responsible`: the post that answers for the limit; when it has ended, or its holder is on leave or no longer active,
  its deputy; else the head of the organisation.
- `deputy`: the deputy of that post, if there is one who is there.
- `station_head`: who heads the organisation that holds the matter: a supervisor, else a manager; with nobody there,
  the nearest above. `district_supervisor`: the same, looked for from the district union upwards.
  `city_administrator`: a manager, else a supervisor, of the organisation at the root.
- A head who is not there is stood in for by their deputy. A step that finds nobody is told to system administrators.

Parameters are `at` (now), `on` (today in China), `batch` or `id`, and `steps`: the default ladder as JSON, for a
database without one. The answer is one row: how many limits were taken, and the ids of those with nobody to tell.
"""

from unionlaw.deadlines.alarms import NOBODY

STEP = "deadline.step"
HEADS = ("supervisor", "manager")
LATE = "60 seconds"


def _open(post: str) -> str:
    """The post is held today, by somebody who may sign in."""
    return (
        f"{post}.starts_on <= %(on)s AND ({post}.ends_on IS NULL OR {post}.ends_on >= %(on)s)"
        f" AND EXISTS (SELECT FROM accounts_user u WHERE u.id = {post}.user_id AND u.is_active)"
    )


def _here(post: str) -> str:
    """The post is held today, and its holder is not on leave."""
    return (
        f"({_open(post)} AND NOT EXISTS (SELECT FROM network_absence x"
        f" WHERE x.post_id = {post}.id AND x.starts_on <= %(on)s AND x.ends_on >= %(on)s))"
    )


# What is filled in stands in this file.
_STATEMENT = f"""
WITH due AS MATERIALIZED (
    SELECT id, matter_id, rule_version_id, responsible_id, organisation_id, label, due_on, due_version, urgent,
           step_no, next_step_at, snoozed_until IS NOT NULL AND snoozed_until > %(at)s AS quiet,
           (step_at[step_no + 1] AT TIME ZONE 'Asia/Shanghai')::date = %(on)s AS on_its_day
    FROM deadlines_deadline
    WHERE next_step_at <= %(at)s [only]
    ORDER BY next_step_at, id
    LIMIT [batch]
    FOR NO KEY UPDATE SKIP LOCKED
), moved AS (
    UPDATE deadlines_deadline d
    SET step_no = CASE WHEN due.quiet THEN d.step_no ELSE d.step_no + 1 END,
        next_step_at = CASE
            WHEN due.quiet THEN d.snoozed_until
            WHEN d.step_at[d.step_no + 2] < d.snoozed_until THEN d.snoozed_until
            ELSE d.step_at[d.step_no + 2] END,
        put_aside_at = NULL
    FROM due
    WHERE d.id = due.id
), step AS MATERIALIZED (
    SELECT due.*, r.name AS rule, r.name_en AS rule_en, coalesce(s.steps -> due.step_no, s.steps -> -1) AS rung
    FROM due
    LEFT JOIN deadlines_ruleversion v ON v.id = due.rule_version_id
    LEFT JOIN deadlines_rule r ON r.id = v.rule_id
    LEFT JOIN deadlines_ladder l ON l.id = v.ladder_id
    CROSS JOIN LATERAL (SELECT coalesce(
        l.steps, (SELECT steps FROM deadlines_ladder WHERE key = 'default'), %(steps)s::jsonb
    ) AS steps) s
    WHERE NOT due.quiet
), owner AS MATERIALIZED (
    SELECT p.id AS responsible_id, {_here("p")} AS here, CASE WHEN {_here("q")} THEN q.id END AS deputy_id
    FROM (SELECT DISTINCT responsible_id FROM step) s
    JOIN network_post p ON p.id = s.responsible_id
    LEFT JOIN network_post q ON q.id = p.deputy_id
), asked AS MATERIALIZED (
    SELECT step.id, step.organisation_id, w.nth,
           CASE w.who
               WHEN 'responsible' THEN CASE WHEN owner.here THEN owner.responsible_id ELSE owner.deputy_id END
               WHEN 'deputy' THEN owner.deputy_id END AS post_id,
           CASE WHEN w.who = 'responsible' AND NOT owner.here THEN 'deputy' ELSE w.who END AS told_as,
           CASE w.who WHEN 'responsible' THEN 'station_head' WHEN 'deputy' THEN NULL ELSE w.who END AS head_as
    FROM step
    CROSS JOIN LATERAL jsonb_array_elements_text(step.rung -> 'to') WITH ORDINALITY w(who, nth)
    LEFT JOIN owner USING (responsible_id)
), candidate AS (
    SELECT w.organisation_id, w.head_as, a.depth,
           CASE WHEN {_here("p")} THEN p.id WHEN {_open("p")} AND {_here("q")} THEN q.id END AS post_id,
           CASE WHEN p.role = (CASE w.head_as WHEN 'city_administrator' THEN 'manager' ELSE 'supervisor' END)
                THEN 0 ELSE 1 END AS rank
    FROM (SELECT DISTINCT organisation_id, head_as FROM asked WHERE post_id IS NULL AND head_as IS NOT NULL) w
    JOIN network_organisation o ON o.id = w.organisation_id
    CROSS JOIN LATERAL unnest(o.lineage) WITH ORDINALITY a(id, depth)
    JOIN network_post p ON p.organisation_id = a.id AND p.role IN {HEADS}
    LEFT JOIN network_post q ON q.id = p.deputy_id
    WHERE CASE w.head_as
        WHEN 'station_head' THEN true
        WHEN 'city_administrator' THEN a.depth = 1
        WHEN 'district_supervisor' THEN a.depth <= coalesce((
            SELECT cardinality(u.lineage) FROM network_organisation u
            WHERE u.id = ANY (o.lineage) AND u.kind = 'district_union'), 1)
        ELSE false END
), head AS (
    SELECT organisation_id, head_as, post_id
    FROM (SELECT *, rank() OVER (PARTITION BY organisation_id, head_as ORDER BY depth DESC, rank) AS place
          FROM candidate WHERE post_id IS NOT NULL) c
    WHERE place = 1
), told AS MATERIALIZED (
    SELECT DISTINCT ON (t.id, p.user_id) t.id, t.post_id, p.user_id, t.told_as
    FROM (
        SELECT id, post_id, told_as, nth FROM asked WHERE post_id IS NOT NULL
        UNION ALL
        SELECT a.id, h.post_id, a.head_as, a.nth
        FROM asked a JOIN head h ON h.organisation_id = a.organisation_id AND h.head_as = a.head_as
        WHERE a.post_id IS NULL
    ) t
    JOIN network_post p ON p.id = t.post_id
    ORDER BY t.id, p.user_id, t.nth, t.post_id
), alone AS MATERIALIZED (
    SELECT id, organisation_id FROM step WHERE NOT EXISTS (SELECT FROM told WHERE told.id = step.id)
), administrator AS MATERIALIZED (
    SELECT id, post_id, user_id
    FROM (SELECT alone.id, p.id AS post_id, p.user_id,
                 rank() OVER (PARTITION BY alone.id ORDER BY p.organisation_id = ANY (o.lineage) DESC) AS place
          FROM alone
          JOIN network_organisation o ON o.id = alone.organisation_id
          JOIN network_post p ON p.role = 'system_admin' AND {_open("p")}) c
    WHERE place = 1
), written AS (
    INSERT INTO notices_notice
        (key, kind, urgency, post_id, user_id, matter_id, about, data, created_at, due_at, late)
    SELECT concat_ws(':', 'deadline', s.id, s.due_version, s.step_no, t.post_id), t.kind,
           CASE WHEN s.urgent OR s.rung @> '{{"urgent": true}}' OR t.kind = '{NOBODY.code}' THEN 'urgent'
                ELSE 'normal' END,
           t.post_id, t.user_id, CASE WHEN t.kind = '{STEP}' THEN s.matter_id END, 'deadline:' || s.id,
           jsonb_build_object('step', s.step_no, 'offset', s.rung -> 'offset', 'rule', s.rule, 'rule_en', s.rule_en,
                              'label', s.label, 'due_on', s.due_on, 'on', %(on)s, 'on_its_day', s.on_its_day,
                              'as', t.told_as),
           %(at)s, s.next_step_at, s.next_step_at < %(at)s - interval '{LATE}'
    FROM (
        SELECT id, post_id, user_id, told_as, '{STEP}' AS kind FROM told
        UNION ALL
        SELECT id, post_id, user_id, 'system_admin', '{NOBODY.code}' FROM administrator
    ) t
    JOIN step s ON s.id = t.id
    ON CONFLICT (key) DO NOTHING
)
SELECT (SELECT count(*) FROM due),
       ARRAY(SELECT id FROM alone WHERE NOT EXISTS (SELECT FROM administrator a WHERE a.id = alone.id))
"""  # noqa: S608

# The earliest %(batch)s limits that are due; and, when one of them spoils the batch, the one limit %(id)s.
BATCH_STATEMENT = _STATEMENT.replace("[only]", "").replace("[batch]", "%(batch)s")
ROW_STATEMENT = _STATEMENT.replace("[only]", "AND id = %(id)s").replace("[batch]", "1")
