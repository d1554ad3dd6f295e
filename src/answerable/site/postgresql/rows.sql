-- What a policy asks: how far the one who is served reaches (base/row_scope.py), as this transaction was told.
CREATE OR REPLACE FUNCTION reach_word() RETURNS text LANGUAGE sql STABLE PARALLEL SAFE
RETURN coalesce(current_setting('answerable.reach', true), '');

CREATE OR REPLACE FUNCTION reach_is_house() RETURNS boolean LANGUAGE sql STABLE PARALLEL SAFE
RETURN coalesce(current_setting('answerable.reach', true), '') = 'house';

CREATE OR REPLACE FUNCTION reach_roots() RETURNS bigint[] LANGUAGE sql STABLE PARALLEL SAFE
RETURN coalesce(nullif(current_setting('answerable.roots', true), ''), '{}')::bigint[];

CREATE OR REPLACE FUNCTION reach_bodies() RETURNS bigint[] LANGUAGE sql STABLE PARALLEL SAFE
RETURN coalesce(nullif(current_setting('answerable.bodies', true), ''), '{}')::bigint[];

-- The one subject of a sender, as the journal writes it; '-' where there is none.
CREATE OR REPLACE FUNCTION reach_subject() RETURNS text LANGUAGE sql STABLE PARALLEL SAFE
RETURN coalesce(nullif(current_setting('answerable.subject', true), ''), '-');

CREATE OR REPLACE FUNCTION reach_id(kind text) RETURNS bigint LANGUAGE sql STABLE PARALLEL SAFE
RETURN CASE WHEN split_part(current_setting('answerable.subject', true), '/', 1) = kind
            THEN split_part(current_setting('answerable.subject', true), '/', 2)::bigint ELSE 0 END;

-- What else a policy asks of subjects (in_reach, is_subject) is made from the declared kinds: rows.py.

CREATE OR REPLACE FUNCTION incident_in_reach(ref bigint) RETURNS boolean LANGUAGE plpgsql STABLE PARALLEL SAFE AS $$
BEGIN
    RETURN EXISTS (SELECT FROM public.appeals_appeal a WHERE a.incident_id = ref);
END $$;
