-- The public log: leaves beside their deeds, given a place once and never changed. Owner: the room `ledger`.
ALTER TABLE ledger_tile ALTER COLUMN hashes SET STORAGE EXTERNAL;
ALTER TABLE ledger_public_leaf ALTER COLUMN slow SET DEFAULT false;
ALTER TABLE ledger_public_leaf ADD CONSTRAINT ledger_public_leaf_hashed
    CHECK (leaf_hash = sha256('\x00'::bytea || body));
ALTER TABLE ledger_public_leaf ADD CONSTRAINT ledger_public_leaf_case CHECK ((case_code IS NULL) = (n IS NULL));

CREATE FUNCTION ledger_public_once() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP <> 'UPDATE' OR OLD.idx IS NOT NULL OR NEW.idx IS NULL OR NEW.id <> OLD.id
       OR OLD.body <> NEW.body OR OLD.leaf_hash <> NEW.leaf_hash OR NEW.slow <> OLD.slow
       OR OLD.case_code IS DISTINCT FROM NEW.case_code OR OLD.n IS DISTINCT FROM NEW.n THEN
        RAISE EXCEPTION 'a leaf of the public log is only ever given its place: % refused', TG_OP
            USING ERRCODE = '42501';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER ledger_public_once BEFORE UPDATE OR DELETE ON ledger_public_leaf
    FOR EACH ROW EXECUTE FUNCTION ledger_public_once();
CREATE TRIGGER ledger_public_no_truncate BEFORE TRUNCATE ON ledger_public_leaf
    FOR EACH STATEMENT EXECUTE FUNCTION ledger_never();

-- A full tile is final; the last one of a level only grows; none ever goes.
CREATE FUNCTION ledger_tile_grows() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP <> 'UPDATE' OR NEW.level <> OLD.level OR NEW.n <> OLD.n
       OR substr(NEW.hashes, 1, length(OLD.hashes)) <> OLD.hashes THEN
        RAISE EXCEPTION 'a tile of the public log only grows: % refused', TG_OP USING ERRCODE = '42501';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER ledger_tile_grows BEFORE UPDATE OR DELETE ON ledger_tile
    FOR EACH ROW EXECUTE FUNCTION ledger_tile_grows();
CREATE TRIGGER ledger_tile_no_truncate BEFORE TRUNCATE ON ledger_tile
    FOR EACH STATEMENT EXECUTE FUNCTION ledger_never();

-- A case keeps its code and its place; the number of the next act and the day only go up.
CREATE FUNCTION ledger_case_once() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP <> 'UPDATE' OR NEW.thing <> OLD.thing OR NEW.code <> OLD.code OR NEW.territory <> OLD.territory
       OR NEW.category_group <> OLD.category_group OR NEW.next < OLD.next OR NEW.last_on < OLD.last_on THEN
        RAISE EXCEPTION 'a case of the public log only goes on: % refused', TG_OP USING ERRCODE = '42501';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER ledger_case_once BEFORE UPDATE OR DELETE ON ledger_case
    FOR EACH ROW EXECUTE FUNCTION ledger_case_once();
CREATE TRIGGER ledger_case_no_truncate BEFORE TRUNCATE ON ledger_case
    FOR EACH STATEMENT EXECUTE FUNCTION ledger_never();

-- A key is put there once and may go; it is never exchanged for another.
CREATE TRIGGER ledger_case_key_stays BEFORE UPDATE ON ledger_case_key FOR EACH ROW EXECUTE FUNCTION ledger_never();

-- A key goes only with the deed that says so.
CREATE FUNCTION ledger_must_erase() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NOT EXISTS (
        SELECT 1 FROM ledger_entry
        WHERE thing = OLD.thing AND deed LIKE '%.erased' AND xact = (pg_current_xact_id()::text)::bigint
    ) THEN
        RAISE EXCEPTION 'the key of % went without the deed of erasure', OLD.thing USING ERRCODE = '23514';
    END IF;
    RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER ledger_must_erase AFTER DELETE ON ledger_case_key
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION ledger_must_erase();

-- No public deed without its leaf. `ledger_publishes(name, deeds, first)` is called by the rooms above with their
-- deeds; `first` of them open a case and need a leaf always, the others where their case is open.
CREATE FUNCTION ledger_must_publish() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    of_case text := CASE WHEN NEW.facts ? 'appeal' AND NEW.thing NOT LIKE 'appeal/%'
                         THEN 'appeal/' || (NEW.facts ->> 'appeal') ELSE NEW.thing END;
BEGIN
    IF EXISTS (SELECT 1 FROM ledger_public_leaf WHERE id = NEW.id) THEN
        RETURN NULL;
    END IF;
    IF TG_ARGV[0] = 'first' OR EXISTS (SELECT 1 FROM ledger_case WHERE thing = of_case) THEN
        RAISE EXCEPTION 'the deed % on % has no leaf in the public log', NEW.deed, NEW.thing USING ERRCODE = '23514';
    END IF;
    RETURN NULL;
END $$;

CREATE FUNCTION ledger_publishes(name text, deeds text[], how text) RETURNS void LANGUAGE plpgsql AS $guard$
BEGIN
    EXECUTE format(
        'CREATE CONSTRAINT TRIGGER %I AFTER INSERT ON ledger_entry DEFERRABLE INITIALLY DEFERRED FOR EACH ROW '
        'WHEN (NEW.deed = ANY (%L::text[])) EXECUTE FUNCTION ledger_must_publish(%L)',
        'must_publish_' || name, deeds, how);
END $guard$;

DO $$
BEGIN
    IF EXISTS (SELECT 1 FROM pg_roles WHERE rolname = 'answerable_app') THEN
        REVOKE UPDATE, DELETE, TRUNCATE ON ledger_public_leaf, ledger_tile, ledger_case FROM answerable_app;
        REVOKE UPDATE, TRUNCATE ON ledger_case_key FROM answerable_app;
        REVOKE DELETE, TRUNCATE ON ledger_tree FROM answerable_app;
        GRANT UPDATE (idx) ON ledger_public_leaf TO answerable_app;
        GRANT UPDATE (hashes) ON ledger_tile TO answerable_app;
        GRANT UPDATE (next, last_on) ON ledger_case TO answerable_app;
        REVOKE EXECUTE ON FUNCTION ledger_publishes(text, text[], text) FROM PUBLIC;
    END IF;
END $$;
