-- What each deed left where: the digest of every guarded row, by the database, in the transaction of the deed.
-- `ledger.seals` makes it something that only a holder of the server key can write; `queries.held` compares.
CREATE TABLE ledger_row (
    tbl varchar(63) NOT NULL,
    ref bigint NOT NULL,
    n integer NOT NULL, -- of the states of one row, from 0
    entry bigint NOT NULL,
    digest bytea, -- none: the row was taken away
    PRIMARY KEY (tbl, ref, n)
);
CREATE INDEX ledger_row_entry ON ledger_row (entry);
CREATE TRIGGER ledger_row_append_only BEFORE UPDATE OR DELETE ON ledger_row
    FOR EACH ROW EXECUTE FUNCTION ledger_never();
CREATE TRIGGER ledger_row_no_truncate BEFORE TRUNCATE ON ledger_row
    FOR EACH STATEMENT EXECUTE FUNCTION ledger_never();

-- Of all columns that hold something, so that a column that comes later, with nothing in it for the rows that are there
-- (none, empty, no, zero), changes none of their digests. A later column of a held table is added so.
CREATE FUNCTION ledger_digest(columns jsonb) RETURNS bytea LANGUAGE sql IMMUTABLE STRICT AS $$
    SELECT sha256(convert_to(coalesce(jsonb_object_agg(key, value), '{}')::text, 'UTF8')) FROM jsonb_each(columns)
    WHERE value NOT IN ('null', '""', 'false', '0', '[]', '{}')
$$;

-- A row as jsonb, the same in every session.
CREATE FUNCTION ledger_columns(found anyelement) RETURNS jsonb LANGUAGE sql STABLE
SET timezone = 'UTC' SET bytea_output = 'hex' SET datestyle = 'ISO' AS $$
    SELECT to_jsonb(found)
$$;

-- Writes the digest of a changed row beside the deed of the same transaction on the thing that the row belongs to:
-- TG_ARGV[0] is the word of its kind ('' where the column holds the whole thing, '@' where the kind stands beside),
-- TG_ARGV[1] that column, TG_ARGV[2] the table's own key. A row that was changed past this trigger before stays marked (an
-- empty digest): the next deed on it must not make the change look like its own. Only a deed that mends it may, which says
-- so by the setting `answerable.mends`; like every deed it is nothing without a seal.
CREATE FUNCTION ledger_held() RETURNS trigger LANGUAGE plpgsql
SET timezone = 'UTC' SET bytea_output = 'hex' SET datestyle = 'ISO' AS $$
DECLARE
    columns jsonb := CASE WHEN TG_OP = 'DELETE' THEN to_jsonb(OLD) ELSE to_jsonb(NEW) END;
    subject text := CASE TG_ARGV[0] WHEN '' THEN '' WHEN '@' THEN (columns ->> 'kind') || '/' ELSE TG_ARGV[0] || '/' END
                    || (columns ->> TG_ARGV[1]);
    own bigint := columns ->> TG_ARGV[2];
    deed bigint;
    last ledger_row%ROWTYPE;
    left_as bytea;
BEGIN
    SELECT max(id) INTO deed FROM ledger_entry WHERE thing = subject AND xact = (pg_current_xact_id()::text)::bigint;
    IF deed IS NULL THEN
        RETURN NULL; -- whether a write may go without its deed is for `must_record` to say; this one is then missed
    END IF;
    SELECT * INTO last FROM ledger_row WHERE tbl = TG_TABLE_NAME AND ref = own ORDER BY n DESC LIMIT 1;
    IF TG_OP <> 'DELETE' THEN
        left_as := ledger_digest(columns);
        IF TG_OP = 'UPDATE' AND last.n IS NOT NULL AND last.digest IS DISTINCT FROM ledger_digest(to_jsonb(OLD))
           AND current_setting('answerable.mends', true) IS DISTINCT FROM TG_TABLE_NAME || '/' || own THEN
            left_as := ''::bytea;
        END IF;
    END IF;
    INSERT INTO ledger_row (tbl, ref, n, entry, digest) VALUES (TG_TABLE_NAME, own, coalesce(last.n + 1, 0), deed, left_as);
    RETURN NULL;
END $$;

-- Which alarms stand is asked every ten minutes, of all deeds.
CREATE INDEX ledger_entry_alarms ON ledger_entry (thing, id) WHERE deed LIKE '%.differs' OR deed LIKE '%.mended';

-- Rows that are there already are held as they stand, beside the last deed of the thing that they belong to.
CREATE FUNCTION ledger_hold(guarded regclass, word text, ref_column text DEFAULT 'id', own_key text DEFAULT 'id')
RETURNS void LANGUAGE plpgsql AS $guard$
DECLARE
    prefix text := CASE word WHEN '' THEN quote_literal('') WHEN '@' THEN $it$t.kind || '/'$it$ ELSE quote_literal(word || '/') END;
BEGIN
    EXECUTE format('DROP TRIGGER IF EXISTS held ON %s', guarded);
    EXECUTE format(
        'CREATE CONSTRAINT TRIGGER held AFTER INSERT OR UPDATE OR DELETE ON %s '
        'DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION ledger_held(%L, %L, %L)',
        guarded, word, ref_column, own_key);
    EXECUTE format(
        'INSERT INTO ledger_row (tbl, ref, n, entry, digest) '
        'SELECT %L, t.%I, 0, last.id, ledger_digest(ledger_columns(t)) FROM %s t CROSS JOIN LATERAL '
        '(SELECT max(e.id) AS id FROM ledger_entry e WHERE e.thing = %s || t.%I) last WHERE last.id IS NOT NULL '
        'ON CONFLICT DO NOTHING',
        (SELECT relname FROM pg_class WHERE oid = guarded), own_key, guarded, prefix, ref_column);
END $guard$;

DO $$
BEGIN
    IF EXISTS (SELECT 1 FROM pg_roles WHERE rolname = 'answerable_app') THEN
        REVOKE UPDATE, DELETE, TRUNCATE ON ledger_row FROM answerable_app;
        GRANT UPDATE (seal) ON ledger_leaf TO answerable_app;
        REVOKE EXECUTE ON FUNCTION ledger_hold(regclass, text, text, text) FROM PUBLIC;
    END IF;
END $$;

-- Deeds of before have their places without a seal: what has none yet gets it here, so that a deed without a seal that
-- waits for its place is never one of ours.
WITH waiting AS MATERIALIZED (
    SELECT entry, row_number() OVER (ORDER BY entry) - 1
        + (SELECT coalesce(max(position) + 1, 0) FROM ledger_leaf) AS position
    FROM ledger_leaf WHERE position IS NULL
)
UPDATE ledger_leaf l SET position = w.position FROM waiting w WHERE l.entry = w.entry;
