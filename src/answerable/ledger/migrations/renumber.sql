-- After a restore from an old backup an act may have been recorded here under a number that is taken in the published
-- log. Only then (the log is frozen) and only for what has no place yet an act may move up: contents and commitment stay.
CREATE OR REPLACE FUNCTION ledger_public_once() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'UPDATE' AND OLD.idx IS NULL AND NEW.idx IS NULL AND NEW.id = OLD.id AND NEW.n > OLD.n
       AND NEW.case_code = OLD.case_code AND NEW.salted = coalesce(OLD.salted, OLD.n) AND NEW.slow = OLD.slow
       AND EXISTS (SELECT 1 FROM ledger_tree WHERE frozen <> '') THEN
        RETURN NEW;
    END IF;
    IF TG_OP <> 'UPDATE' OR OLD.idx IS NOT NULL OR NEW.idx IS NULL OR NEW.id <> OLD.id
       OR OLD.body <> NEW.body OR OLD.leaf_hash <> NEW.leaf_hash OR NEW.slow <> OLD.slow
       OR OLD.case_code IS DISTINCT FROM NEW.case_code OR OLD.n IS DISTINCT FROM NEW.n
       OR OLD.salted IS DISTINCT FROM NEW.salted THEN
        RAISE EXCEPTION 'a leaf of the public log is only ever given its place: % refused', TG_OP
            USING ERRCODE = '42501';
    END IF;
    RETURN NEW;
END $$;

CREATE FUNCTION ledger_renumber(leaf bigint, number integer, new_body bytea) RETURNS void
LANGUAGE sql SECURITY DEFINER SET search_path = public, pg_temp AS $$
    UPDATE ledger_public_leaf SET salted = coalesce(salted, n), n = number, body = new_body,
        leaf_hash = sha256('\x00'::bytea || new_body) WHERE id = leaf;
$$;
