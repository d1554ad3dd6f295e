-- A deed on a subject that has a case of its own (a promise, a draw, a figure) is held to that case, though it may name
-- an appeal beside it: `ledger_publishes(name, deeds, 'own')`. `first` and `later` stay what they were.
CREATE OR REPLACE FUNCTION ledger_must_publish() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    of_case text := CASE WHEN TG_ARGV[0] <> 'own' AND NEW.facts ? 'appeal' AND NEW.thing NOT LIKE 'appeal/%'
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
