-- The book of deeds is append-only, by roles and by triggers; and no guarded row changes without a deed.
ALTER TABLE ledger_entry ALTER COLUMN xact SET DEFAULT (pg_current_xact_id()::text)::bigint;

CREATE FUNCTION ledger_never() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'the journal is append-only: % on % refused', TG_OP, TG_TABLE_NAME USING ERRCODE = '42501';
END $$;

CREATE TRIGGER ledger_entry_append_only BEFORE UPDATE OR DELETE ON ledger_entry
    FOR EACH ROW EXECUTE FUNCTION ledger_never();
CREATE TRIGGER ledger_entry_no_truncate BEFORE TRUNCATE ON ledger_entry
    FOR EACH STATEMENT EXECUTE FUNCTION ledger_never();

-- The transaction id is the database's word, not the writer's: a row can't borrow another transaction's deed.
CREATE FUNCTION ledger_stamp() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    NEW.xact := (pg_current_xact_id()::text)::bigint;
    RETURN NEW;
END $$;
CREATE TRIGGER ledger_entry_stamp BEFORE INSERT ON ledger_entry FOR EACH ROW EXECUTE FUNCTION ledger_stamp();

-- A leaf gets its position once; it is never taken away and the row never goes.
CREATE FUNCTION ledger_leaf_once() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP <> 'UPDATE' OR OLD.position IS NOT NULL OR NEW.position IS NULL OR NEW.entry <> OLD.entry
       OR OLD.body IS DISTINCT FROM NEW.body OR OLD.leaf_hash IS DISTINCT FROM NEW.leaf_hash THEN
        RAISE EXCEPTION 'a leaf is only ever given its position: % refused', TG_OP USING ERRCODE = '42501';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER ledger_leaf_once BEFORE UPDATE OR DELETE ON ledger_leaf
    FOR EACH ROW EXECUTE FUNCTION ledger_leaf_once();
CREATE TRIGGER ledger_leaf_no_truncate BEFORE TRUNCATE ON ledger_leaf
    FOR EACH STATEMENT EXECUTE FUNCTION ledger_never();

-- No deed without its leaf: the order of deeds would miss it.
CREATE FUNCTION ledger_has_leaf() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NOT EXISTS (SELECT 1 FROM ledger_leaf WHERE entry = NEW.id) THEN
        RAISE EXCEPTION 'deed % has no leaf', NEW.id USING ERRCODE = '23514';
    END IF;
    RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER ledger_entry_has_leaf AFTER INSERT ON ledger_entry
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION ledger_has_leaf();

-- The deferred check of design section 3, put on every guarded table by ledger_guard(table, word, column):
-- a commit that changed the row and recorded no deed on `word/<column>` in the same transaction is refused.
-- Each table has a function of its own, because reading one column of NEW by a name given at run time costs more
-- than the check itself.
CREATE FUNCTION ledger_guard(guarded regclass, word text, ref_column text DEFAULT 'id') RETURNS void
LANGUAGE plpgsql AS $guard$
DECLARE
    checker text := 'must_record_' || guarded::text;
BEGIN
    EXECUTE format($made$
        CREATE FUNCTION %1$I() RETURNS trigger LANGUAGE plpgsql AS $body$
        DECLARE
            ref text;
        BEGIN
            IF TG_OP = 'DELETE' THEN ref := OLD.%2$I::text; ELSE ref := NEW.%2$I::text; END IF;
            IF NOT EXISTS (
                SELECT 1 FROM ledger_entry
                WHERE thing = %3$L || ref AND xact = (pg_current_xact_id()::text)::bigint
            ) THEN
                RAISE EXCEPTION 'a write to %% without its deed: nothing recorded on %%', TG_TABLE_NAME, %3$L || ref
                    USING ERRCODE = '23514';
            END IF;
            RETURN NULL;
        END $body$
    $made$, checker, ref_column, word || '/');
    EXECUTE format(
        'CREATE CONSTRAINT TRIGGER must_record AFTER INSERT OR UPDATE OR DELETE ON %s '
        'DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION %I()',
        guarded, checker);
END $guard$;

DO $$
BEGIN
    IF EXISTS (SELECT 1 FROM pg_roles WHERE rolname = 'answerable_app') THEN
        REVOKE UPDATE, DELETE, TRUNCATE ON ledger_entry FROM answerable_app;
        REVOKE UPDATE, DELETE, TRUNCATE ON ledger_leaf FROM answerable_app;
        GRANT UPDATE (position) ON ledger_leaf TO answerable_app;
        REVOKE EXECUTE ON FUNCTION ledger_guard(regclass, text, text) FROM PUBLIC;
    END IF;
END $$;
