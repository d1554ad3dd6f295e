-- What a policy asks: how far the one who is served reaches (base/reach.py), as this transaction was told.
CREATE OR REPLACE FUNCTION reach_word() RETURNS text LANGUAGE sql STABLE PARALLEL SAFE
RETURN coalesce(current_setting('answerable.reach', true), '');

CREATE OR REPLACE FUNCTION reach_is_house() RETURNS boolean LANGUAGE sql STABLE PARALLEL SAFE
RETURN coalesce(current_setting('answerable.reach', true), '') = 'house';

CREATE OR REPLACE FUNCTION reach_roots() RETURNS bigint[] LANGUAGE sql STABLE PARALLEL SAFE
RETURN coalesce(nullif(current_setting('answerable.roots', true), ''), '{}')::bigint[];

CREATE OR REPLACE FUNCTION reach_bodies() RETURNS bigint[] LANGUAGE sql STABLE PARALLEL SAFE
RETURN coalesce(nullif(current_setting('answerable.bodies', true), ''), '{}')::bigint[];

CREATE OR REPLACE FUNCTION reach_thing() RETURNS text LANGUAGE sql STABLE PARALLEL SAFE
RETURN coalesce(nullif(current_setting('answerable.subject', true), ''), '-');

CREATE OR REPLACE FUNCTION reach_appeal() RETURNS bigint LANGUAGE sql STABLE PARALLEL SAFE
RETURN CASE WHEN current_setting('answerable.subject', true) LIKE 'appeal/%'
            THEN substr(current_setting('answerable.subject', true), 8)::bigint ELSE 0 END;

-- Under the row security of whoever asks: whether the appeal's own policy lets it through. In plpgsql, which keeps its
-- plan; the planner must not pull these apart either.
CREATE OR REPLACE FUNCTION in_reach(ref bigint) RETURNS boolean LANGUAGE plpgsql STABLE PARALLEL SAFE AS $$
BEGIN
    RETURN EXISTS (SELECT FROM public.appeals_appeal a WHERE a.id = ref);
END $$;

CREATE OR REPLACE FUNCTION in_reach(thing text) RETURNS boolean LANGUAGE plpgsql STABLE PARALLEL SAFE AS $$
BEGIN
    RETURN thing LIKE 'appeal/%'
        AND EXISTS (SELECT FROM public.appeals_appeal a WHERE a.id = substr(thing, 8)::bigint);
END $$;

CREATE OR REPLACE FUNCTION incident_in_reach(ref bigint) RETURNS boolean LANGUAGE plpgsql STABLE PARALLEL SAFE AS $$
BEGIN
    RETURN EXISTS (SELECT FROM public.appeals_appeal a WHERE a.incident_id = ref);
END $$;
