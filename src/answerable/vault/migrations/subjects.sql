-- What the vault keeps belongs to a subject: a kind and an id. All that is here already is of the first kind.
ALTER TABLE vault_follow_up_code ADD COLUMN IF NOT EXISTS kind varchar(20) NOT NULL DEFAULT 'appeal';
ALTER TABLE vault_follow_session ADD COLUMN IF NOT EXISTS kind varchar(20) NOT NULL DEFAULT 'appeal';
ALTER TABLE vault_record ADD COLUMN IF NOT EXISTS kind varchar(20) NOT NULL DEFAULT 'appeal';
ALTER TABLE vault_wrap ADD COLUMN IF NOT EXISTS kind varchar(20) NOT NULL DEFAULT 'appeal';

-- The deed of a change is recorded on the subject itself, whatever its kind: as ledger_guard's function, the kind's
-- word taken from the row.
CREATE OR REPLACE FUNCTION must_record_vault_record() RETURNS trigger LANGUAGE plpgsql AS $body$
DECLARE
    subject text;
BEGIN
    IF TG_OP = 'DELETE' THEN subject := OLD.kind || '/' || OLD.id; ELSE subject := NEW.kind || '/' || NEW.id; END IF;
    IF NOT EXISTS (
        SELECT 1 FROM ledger_entry WHERE thing = subject AND xact = (pg_current_xact_id()::text)::bigint
    ) THEN
        RAISE EXCEPTION 'a write to % without its deed: nothing recorded on %', TG_TABLE_NAME, subject
            USING ERRCODE = '23514';
    END IF;
    RETURN NULL;
END $body$;

CREATE OR REPLACE FUNCTION must_record_vault_wrap() RETURNS trigger LANGUAGE plpgsql AS $body$
DECLARE
    subject text;
BEGIN
    IF TG_OP = 'DELETE' THEN
        subject := OLD.kind || '/' || OLD.record_id;
    ELSE
        subject := NEW.kind || '/' || NEW.record_id;
    END IF;
    IF NOT EXISTS (
        SELECT 1 FROM ledger_entry WHERE thing = subject AND xact = (pg_current_xact_id()::text)::bigint
    ) THEN
        RAISE EXCEPTION 'a write to % without its deed: nothing recorded on %', TG_TABLE_NAME, subject
            USING ERRCODE = '23514';
    END IF;
    RETURN NULL;
END $body$;
