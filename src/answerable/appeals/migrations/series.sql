-- A database that was brought back from a backup has forgotten which numbers it gave. From then on numbers come from a new
-- series, ten thousand further on, so that none is given twice. Series count from 1; before the first there is none.
CREATE SEQUENCE appeals_series;

CREATE OR REPLACE FUNCTION appeals_next_number(root bigint, year integer) RETURNS bigint
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
    register text := format('appeals_number_%s_%s', root, year);
    first bigint;
BEGIN
    IF to_regclass(format('public.%I', register)) IS NULL THEN
        PERFORM pg_advisory_xact_lock(hashtextextended(register, 0));
        SELECT CASE WHEN is_called THEN last_value * 10000 + 1 ELSE 1 END INTO first FROM public.appeals_series;
        EXECUTE format('CREATE SEQUENCE IF NOT EXISTS public.%I START WITH %s', register, first);
    END IF;
    RETURN nextval(format('public.%I', register)::regclass);
END $$;

-- Begins the next series, or the one asked for where that is a later one; returns which.
CREATE FUNCTION appeals_new_series(wanted integer) RETURNS bigint
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
    fresh bigint;
    register text;
BEGIN
    SELECT greatest(wanted::bigint, CASE WHEN is_called THEN last_value + 1 ELSE 1 END) INTO fresh
        FROM public.appeals_series;
    PERFORM setval('public.appeals_series', fresh);
    FOR register IN SELECT sequencename FROM pg_sequences
        WHERE schemaname = 'public' AND sequencename LIKE 'appeals\_number\_%' LOOP
        EXECUTE format(
            'SELECT setval(%L, greatest(%s, (last_value / 10000 + 1) * 10000)) FROM public.%I',
            format('public.%I', register), fresh * 10000, register);
    END LOOP;
    RETURN fresh;
END $$;
REVOKE EXECUTE ON FUNCTION appeals_new_series(integer) FROM PUBLIC;

DO $$
BEGIN
    IF EXISTS (SELECT 1 FROM pg_roles WHERE rolname = 'answerable_app') THEN
        GRANT EXECUTE ON FUNCTION appeals_new_series(integer) TO answerable_app;
    END IF;
END $$;
