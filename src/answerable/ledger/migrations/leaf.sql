-- The leaf of the journal is its position alone: what is public lies in ledger_public_leaf.
CREATE OR REPLACE FUNCTION ledger_leaf_once() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP <> 'UPDATE' OR OLD.position IS NOT NULL OR NEW.position IS NULL OR NEW.entry <> OLD.entry THEN
        RAISE EXCEPTION 'a leaf is only ever given its position: % refused', TG_OP USING ERRCODE = '42501';
    END IF;
    RETURN NEW;
END $$;
