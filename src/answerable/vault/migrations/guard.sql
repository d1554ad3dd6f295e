-- Looks are only ever added: not changed and not removed, not even when the record or the reader is.
CREATE FUNCTION vault_look_never() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'looks are append-only: % refused', TG_OP USING ERRCODE = '42501';
END $$;
CREATE TRIGGER vault_look_append_only BEFORE UPDATE OR DELETE ON vault_look
    FOR EACH ROW EXECUTE FUNCTION vault_look_never();
CREATE TRIGGER vault_look_no_truncate BEFORE TRUNCATE ON vault_look
    FOR EACH STATEMENT EXECUTE FUNCTION vault_look_never();

-- Who can read a sealed appeal, whose key counts and what the quorum did change only together with their deed.
SELECT ledger_guard('vault_wrap', 'appeal', 'record_id');
SELECT ledger_guard('vault_record', 'appeal', 'id');
SELECT ledger_guard('vault_key_pair', 'key', 'id');
SELECT ledger_guard('vault_quorum_request', 'quorum', 'id');

DO $$
DECLARE
    name text;
BEGIN
    FOR name IN SELECT rolname FROM pg_roles WHERE rolname LIKE 'answerable\_%' AND rolname <> 'answerable_owner' LOOP
        EXECUTE format('REVOKE UPDATE, DELETE, TRUNCATE ON vault_look FROM %I', name);
    END LOOP;
END $$;
