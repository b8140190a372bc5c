"""Statements over all rows of a roster at once. Parameters: the import, the dispute, words and the actor's scope.

Every statement looks only at rows without errors so far, so that a row is named for the first thing that is wrong.
"""
# ruff: noqa: S608  the parts put together are constants of this file; values are parameters

_OWN = "r.sheet_id = %(sheet)s AND r.errors = '[]'::jsonb"

# A person is the same in two rows by identity number, else by name and phone.
MATCH_BY_NUMBER = f"""
    UPDATE rosters_sheetrow r SET worker_id = w.id, matched = 'number'
    FROM registers_worker w
    WHERE {_OWN} AND r.id_index IS NOT NULL AND w.id_index = r.id_index AND w.merged_into_id IS NULL
"""
# Without a number that is known: the one of that name and phone in this dispute.
MATCH_BY_PHONE = f"""
    UPDATE rosters_sheetrow r SET worker_id = w.id, matched = 'phone'
    FROM matters_party p JOIN registers_worker w ON w.id = p.worker_id AND w.merged_into_id IS NULL
    WHERE {_OWN} AND r.worker_id IS NULL AND r.phone_index IS NOT NULL AND p.dispute_id = %(dispute)s
        AND w.phone_index = r.phone_index AND w.name_folded = r.name_folded
        AND NOT EXISTS (
            SELECT FROM rosters_sheetrow o WHERE o.sheet_id = r.sheet_id AND o.id_index = w.id_index AND o.id <> r.id)
"""
# The same claim of the same person twice, or the same person twice in a roster without claims.
TWICE = f"""
    WITH named AS (
        SELECT r.id, r.line, coalesce('w' || r.worker_id, encode(r.person, 'hex')) AS who, c.head, c.from_on
        FROM rosters_sheetrow r
        LEFT JOIN LATERAL jsonb_to_recordset(r.claims) AS c(head text, from_on text) ON true
        WHERE {_OWN} AND r.person IS NOT NULL),
    twice AS (
        SELECT id, min(first) AS first FROM (
            SELECT id, line, min(line) OVER (PARTITION BY who, head, from_on) AS first FROM named) n
        WHERE line > first GROUP BY id)
    UPDATE rosters_sheetrow r
    SET errors = jsonb_build_array(jsonb_build_array('name', jsonb_build_object(
        'zh', format(%(twice)s, twice.first), 'en', format(%(twice_en)s, twice.first))))
    FROM twice WHERE twice.id = r.id
"""
# Somebody of another name has this number: one of the two is mistyped. Who is on this roster may be renamed by those
# who registered them.
OTHER_NAME = f"""
    UPDATE rosters_sheetrow r
    SET errors = jsonb_build_array(jsonb_build_array('id_number', %(other_name)s::text))
    FROM registers_worker w
    WHERE {_OWN} AND r.matched = 'number' AND w.id = r.worker_id AND w.name_folded <> r.name_folded
        AND NOT (
            (ARRAY[w.scope1, w.scope2, w.scope3, w.scope4, w.scope5])[%(depth)s] = %(organisation)s
            AND EXISTS (SELECT FROM matters_party p WHERE p.dispute_id = %(dispute)s AND p.worker_id = w.id))
"""
OTHER_SIDE = f"""
    UPDATE rosters_sheetrow r
    SET errors = jsonb_build_array(jsonb_build_array('name', %(other_side)s::text))
    FROM matters_party p
    WHERE {_OWN} AND p.dispute_id = %(dispute)s AND p.worker_id = r.worker_id AND p.side <> 'claimant'
"""
SETTLED = f"""
    UPDATE rosters_sheetrow r SET notes = jsonb_build_array(%(settled)s::text)
    FROM matters_party p JOIN matters_claim c ON c.party_id = p.id
    WHERE {_OWN} AND p.dispute_id = %(dispute)s AND p.worker_id = r.worker_id
        AND EXISTS (SELECT FROM matters_claimoutcome o WHERE o.claim_id = c.id)
        AND EXISTS (
            SELECT FROM jsonb_to_recordset(r.claims) AS n(head text, amount bigint, from_on date)
            WHERE n.head = c.head AND n.from_on IS NOT DISTINCT FROM c.from_on AND n.amount <> c.amount)
"""
CHECKS = (MATCH_BY_NUMBER, MATCH_BY_PHONE, TWICE, OTHER_NAME, OTHER_SIDE, SETTLED)

COUNTS = """
    SELECT
        count(DISTINCT person) AS people,
        count(DISTINCT person) FILTER (WHERE known) AS known,
        count(DISTINCT person) FILTER (WHERE worker_id IS NOT NULL AND NOT known) AS registered,
        count(DISTINCT person) FILTER (WHERE NOT known) AS added,
        sum(jsonb_array_length(claims)) AS claims,
        sum((SELECT sum((c ->> 'amount')::bigint) FROM jsonb_array_elements(claims) c)) AS amount,
        count(*) FILTER (WHERE notes <> '[]'::jsonb) AS settled
    FROM (
        SELECT r.*, EXISTS (
            SELECT FROM matters_party p WHERE p.dispute_id = %(dispute)s AND p.worker_id = r.worker_id) AS known
        FROM rosters_sheetrow r WHERE r.sheet_id = %(sheet)s AND r.errors = '[]'::jsonb) r
"""

# Taking over. The first row of a person says who they are; later ones add claims.
_FIRST = """
    SELECT DISTINCT ON (person) * FROM rosters_sheetrow
    WHERE sheet_id = %(sheet)s AND errors = '[]'::jsonb ORDER BY person, line
"""
INSERT_WORKERS = f"""
    INSERT INTO registers_worker (
        sealed_id, name, name_folded, initials, search_text, id_kind, id_number, id_index, birth_date, sex,
        phone, phone_index, address, household_type, groups, employer_id, organisation_id,
        scope1, scope2, scope3, scope4, scope5, registered_at, registered_by_id, updated_at, version)
    SELECT
        sealed_id, name, name_folded, initials, name_folded || ' ' || initials, id_kind, id_number, id_index,
        birth_date, sex, phone, phone_index, address, '', '{{}}', %(employer)s, %(organisation)s,
        %(scope1)s, %(scope2)s, %(scope3)s, %(scope4)s, %(scope5)s, %(at)s, %(user)s, %(at)s, 1
    FROM ({_FIRST}) f WHERE worker_id IS NULL ORDER BY line
    ON CONFLICT DO NOTHING
"""
# Those just entered, by the name of their seals; those whom somebody else entered a moment ago, by number.
FIND_WORKERS = (
    f"""
    UPDATE rosters_sheetrow r SET worker_id = w.id
    FROM ({_FIRST}) f JOIN registers_worker w ON w.sealed_id = f.sealed_id
    WHERE {_OWN} AND r.worker_id IS NULL AND r.person = f.person
""",
    f"""
    UPDATE rosters_sheetrow r SET worker_id = w.id
    FROM registers_worker w
    WHERE {_OWN} AND r.worker_id IS NULL AND r.id_index IS NOT NULL
        AND w.id_index = r.id_index AND w.merged_into_id IS NULL
""",
)
# With parameters by position (dispute, import, dispute), as what switches a trigger off for it adds one of its own.
INSERT_PARTIES = f"""
    INSERT INTO matters_party (dispute_id, side, worker_id, representative, consented_on)
    SELECT %s, 'claimant', worker_id, false, max(consented_on)
    FROM rosters_sheetrow r WHERE {_OWN.replace("%(sheet)s", "%s")} AND r.worker_id IS NOT NULL
        AND NOT EXISTS (SELECT FROM matters_party p WHERE p.dispute_id = %s AND p.worker_id = r.worker_id)
    GROUP BY worker_id ORDER BY min(line)
"""
PARTIES = "SELECT count(*) FROM matters_party WHERE dispute_id = %(dispute)s"
# What the trigger on parties does row by row (matters.models.known), for all of them at once.
KNOW_WORKERS = f"""
    SELECT matters_know_workers(
        ARRAY(
            SELECT g.viewer_key FROM matters_grant g JOIN matters_matter m ON m.id = g.matter_id
            WHERE m.dispute_id = %(dispute)s AND g.ended_at IS NULL),
        ARRAY(SELECT DISTINCT r.worker_id FROM rosters_sheetrow r WHERE {_OWN} AND r.worker_id IS NOT NULL))
"""
UPDATE_CONSENTS = f"""
    UPDATE matters_party p SET consented_on = r.consented_on
    FROM rosters_sheetrow r
    WHERE {_OWN} AND r.consented_on IS NOT NULL AND p.dispute_id = %(dispute)s AND p.worker_id = r.worker_id
        AND p.consented_on IS DISTINCT FROM r.consented_on
"""
_CLAIMS = f"""
    SELECT p.id AS party_id, r.line, n.head, n.amount, n.from_on, n.to_on, n.basis
    FROM rosters_sheetrow r
    JOIN matters_party p ON p.dispute_id = %(dispute)s AND p.worker_id = r.worker_id
    CROSS JOIN LATERAL jsonb_to_recordset(r.claims)
        AS n(head text, amount bigint, from_on date, to_on date, basis text)
    WHERE {_OWN}
"""
UPDATE_CLAIMS = f"""
    WITH wanted AS ({_CLAIMS})
    UPDATE matters_claim c SET amount = w.amount, to_on = w.to_on, basis = coalesce(nullif(w.basis, ''), c.basis)
    FROM wanted w
    WHERE c.party_id = w.party_id AND c.head = w.head AND c.from_on IS NOT DISTINCT FROM w.from_on
        AND (c.amount, c.to_on) IS DISTINCT FROM (w.amount, w.to_on)
        AND NOT EXISTS (SELECT FROM matters_claimoutcome o WHERE o.claim_id = c.id)
"""
INSERT_CLAIMS = f"""
    WITH wanted AS ({_CLAIMS})
    INSERT INTO matters_claim (party_id, head, amount, from_on, to_on, basis)
    SELECT party_id, head, amount, from_on, to_on, coalesce(basis, '') FROM wanted w
    WHERE NOT EXISTS (
        SELECT FROM matters_claim c
        WHERE c.party_id = w.party_id AND c.head = w.head AND c.from_on IS NOT DISTINCT FROM w.from_on)
    ORDER BY line
"""
KNOWN_WORKERS = f"""
    SELECT w.id, w.sealed_id, w.name_folded, w.id_number, w.id_index, w.phone, w.phone_index, w.address,
        f.sealed_id, f.name, f.name_folded, f.initials, f.id_kind, f.id_number, f.id_index, f.phone, f.phone_index,
        f.address, f.birth_date, f.sex
    FROM ({_FIRST}) f JOIN registers_worker w ON w.id = f.worker_id
    WHERE w.merged_into_id IS NULL
        AND (ARRAY[w.scope1, w.scope2, w.scope3, w.scope4, w.scope5])[%(depth)s] = %(actor_organisation)s
    FOR NO KEY UPDATE OF w
"""
