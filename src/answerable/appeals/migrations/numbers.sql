-- The next number of a root's register in a year. A sequence, not a counted row: a counted row would let one
-- transaction at a time through. It never goes back; a refused statement leaves a gap, the ledger has none.
CREATE FUNCTION appeals_next_number(root bigint, year integer) RETURNS bigint
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
    register text := format('appeals_number_%s_%s', root, year);
BEGIN
    IF to_regclass(format('public.%I', register)) IS NULL THEN
        PERFORM pg_advisory_xact_lock(hashtextextended(register, 0));
        EXECUTE format('CREATE SEQUENCE IF NOT EXISTS public.%I', register);
    END IF;
    RETURN nextval(format('public.%I', register)::regclass);
END $$;
REVOKE EXECUTE ON FUNCTION appeals_next_number(bigint, integer) FROM PUBLIC;

-- What may not change without its deed (design, section 3).
SELECT ledger_guard('appeals_appeal', 'appeal');
SELECT ledger_guard('appeals_answer', 'appeal', 'appeal_id');
SELECT ledger_guard('appeals_point', 'appeal', 'appeal_id');
SELECT ledger_guard('promises_promise', 'promise');

DO $$
BEGIN
    IF EXISTS (SELECT 1 FROM pg_roles WHERE rolname = 'answerable_app') THEN
        GRANT EXECUTE ON FUNCTION appeals_next_number(bigint, integer) TO answerable_app;
        -- an answer is never changed and nothing official is ever deleted by the application
        REVOKE UPDATE, DELETE, TRUNCATE ON appeals_answer FROM answerable_app;
        REVOKE DELETE, TRUNCATE ON appeals_appeal, appeals_incident, promises_promise FROM answerable_app;
        REVOKE UPDATE, DELETE, TRUNCATE ON appeals_reason, channels_message, channels_delivery FROM answerable_app;
    END IF;
END $$;
