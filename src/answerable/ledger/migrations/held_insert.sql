-- Writes the digest of a changed row beside the deed of the same transaction on the thing that the row belongs to:
-- TG_ARGV[0] is the word of its kind ('' where the column holds the whole thing, '@' where the kind stands beside),
-- TG_ARGV[1] that column, TG_ARGV[2] the table's own key. A row that was changed past this trigger before stays marked (an
-- empty digest): the next deed on it must not make the change look like its own. Only a deed that mends it may, which says
-- so by the setting `answerable.mends`; like every deed it is nothing without a seal.
CREATE OR REPLACE FUNCTION ledger_held() RETURNS trigger LANGUAGE plpgsql
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
    IF TG_OP = 'INSERT' THEN
        INSERT INTO ledger_row (tbl, ref, n, entry, digest) VALUES (TG_TABLE_NAME, own, 0, deed, ledger_digest(columns))
        ON CONFLICT DO NOTHING;
        IF FOUND THEN
            RETURN NULL; -- what is new has no state before it to look for; only what was taken away and written again has
        END IF;
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
