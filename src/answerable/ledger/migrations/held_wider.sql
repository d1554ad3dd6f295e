-- Tables whose rows are written under a deed of something else, too (what a pack loads: `pack/raion`), whose key is a word, or
-- of which some columns change without a deed (a working state, a key that is sealed anew).

-- The number by which the journal knows a row: its key, or where that is a word a hash of it.
CREATE FUNCTION ledger_ref(own jsonb) RETURNS bigint LANGUAGE sql IMMUTABLE STRICT AS $$
    SELECT CASE jsonb_typeof(own) WHEN 'number' THEN (own #>> '{}')::bigint ELSE hashtextextended(own #>> '{}', 0) END
$$;

-- As in held.sql. Besides: TG_ARGV[3], a pattern of other things a deed on which holds the row as well; TG_ARGV[4], the columns
-- that are passed over, with commas between.
CREATE OR REPLACE FUNCTION ledger_held() RETURNS trigger LANGUAGE plpgsql
SET timezone = 'UTC' SET bytea_output = 'hex' SET datestyle = 'ISO' AS $$
DECLARE
    columns jsonb := CASE WHEN TG_OP = 'DELETE' THEN to_jsonb(OLD) ELSE to_jsonb(NEW) END;
    subject text := CASE TG_ARGV[0] WHEN '' THEN '' WHEN '@' THEN (columns ->> 'kind') || '/' ELSE TG_ARGV[0] || '/' END
                    || (columns ->> TG_ARGV[1]);
    own bigint := ledger_ref(columns -> TG_ARGV[2]);
    passed text[] := string_to_array(coalesce(TG_ARGV[4], ''), ',');
    before jsonb;
    deed bigint;
    last ledger_row%ROWTYPE;
    left_as bytea;
BEGIN
    IF TG_OP = 'UPDATE' THEN
        before := to_jsonb(OLD) - passed;
        IF cardinality(passed) > 0 AND before = columns - passed THEN
            RETURN NULL;
        END IF;
    END IF;
    SELECT max(id) INTO deed FROM ledger_entry WHERE thing = subject AND xact = (pg_current_xact_id()::text)::bigint;
    IF deed IS NULL AND coalesce(TG_ARGV[3], '') <> '' THEN -- a deed of this transaction has no position yet, and is among the
        SELECT e.id INTO deed FROM ledger_leaf l JOIN ledger_entry e ON e.id = l.entry -- newest: an import has thousands of both
        WHERE l.position IS NULL AND e.xact = (pg_current_xact_id()::text)::bigint AND e.thing LIKE TG_ARGV[3]
        ORDER BY l.entry DESC LIMIT 1;
    END IF;
    IF deed IS NULL THEN
        RETURN NULL; -- whether a write may go without its deed is for `must_record` to say; this one is then missed
    END IF;
    SELECT * INTO last FROM ledger_row WHERE tbl = TG_TABLE_NAME AND ref = own ORDER BY n DESC LIMIT 1;
    IF TG_OP <> 'DELETE' THEN
        left_as := ledger_digest(columns - passed);
        IF TG_OP = 'UPDATE' AND last.n IS NOT NULL AND last.digest IS DISTINCT FROM ledger_digest(before)
           AND current_setting('answerable.mends', true) IS DISTINCT FROM TG_TABLE_NAME || '/' || own THEN
            left_as := ''::bytea;
        END IF;
    END IF;
    INSERT INTO ledger_row (tbl, ref, n, entry, digest) VALUES (TG_TABLE_NAME, own, coalesce(last.n + 1, 0), deed, left_as);
    RETURN NULL;
END $$;

-- Holds the rows that come from now on. Those that are there are held by a deed of their own (`ledger.actions.holding`): a deed
-- that has its place is sealed together with the rows that it left.
CREATE FUNCTION ledger_hold_from_now(guarded regclass, word text, ref_column text, own_key text, also text, passed text)
RETURNS void LANGUAGE plpgsql AS $guard$
BEGIN
    EXECUTE format('DROP TRIGGER IF EXISTS held ON %s', guarded);
    EXECUTE format(
        'CREATE CONSTRAINT TRIGGER held AFTER INSERT OR UPDATE OR DELETE ON %s '
        'DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION ledger_held(%L, %L, %L, %L, %L)',
        guarded, word, ref_column, own_key, also, passed);
END $guard$;

DO $$
BEGIN
    IF EXISTS (SELECT 1 FROM pg_roles WHERE rolname = 'answerable_app') THEN
        REVOKE EXECUTE ON FUNCTION ledger_hold_from_now(regclass, text, text, text, text, text) FROM PUBLIC;
    END IF;
END $$;
