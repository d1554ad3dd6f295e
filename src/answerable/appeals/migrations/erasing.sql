-- Words that nobody may change may be emptied for good, by the deed that says so and in no other transaction.
-- The application may not update these tables; it hands over, for each row, an empty text sealed in that row's place.
CREATE FUNCTION appeals_empty(of_appeal bigint, what text, refs bigint[], empties bytea[]) RETURNS integer
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
    changed integer := 0;
BEGIN
    IF NOT EXISTS (
        SELECT 1 FROM ledger_entry WHERE thing = 'appeal/' || of_appeal AND deed = 'appeal.erased'
        AND xact = (pg_current_xact_id()::text)::bigint
    ) THEN
        RAISE EXCEPTION 'words are emptied by the deed of erasure alone' USING ERRCODE = '42501';
    END IF;
    IF what = 'message' THEN
        UPDATE channels_message m SET text = given.empty FROM unnest(refs, empties) AS given(id, empty)
        WHERE m.id = given.id AND m.thing = 'appeal/' || of_appeal;
    ELSIF what = 'answer' THEN
        UPDATE appeals_answer a SET text = given.empty FROM unnest(refs, empties) AS given(id, empty)
        WHERE a.id = given.id AND a.appeal_id = of_appeal;
    ELSIF what = 'reason' THEN
        UPDATE appeals_reason r SET text = given.empty FROM unnest(refs, empties) AS given(id, empty)
        WHERE r.entry = given.id AND r.appeal = of_appeal;
    END IF;
    GET DIAGNOSTICS changed = ROW_COUNT;
    RETURN changed;
END $$;
