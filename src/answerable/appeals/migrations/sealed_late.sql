-- Words that nobody may change are put from under the server key into the record of an appeal that was raised to the sealed
-- tier, by the transaction that seals it and in no other, once. The application may not update these tables; it hands over, for
-- each row, the same words sealed in that row's place. That they are the same is said by the commitment at each opening.
CREATE FUNCTION appeals_put_in(of_appeal bigint, what text, refs bigint[], texts bytea[]) RETURNS integer
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
    changed integer := 0;
BEGIN
    IF NOT EXISTS (
        SELECT 1 FROM ledger_entry WHERE thing = 'appeal/' || of_appeal AND deed = 'record.sealed'
        AND xact = (pg_current_xact_id()::text)::bigint
    ) OR EXISTS (SELECT 1 FROM unnest(texts) AS given(text) WHERE get_byte(given.text, 0) <> 0) THEN
        RAISE EXCEPTION 'words are put into a record by the deed that seals it alone' USING ERRCODE = '42501';
    END IF;
    IF what = 'message' THEN
        UPDATE channels_message m SET text = given.text FROM unnest(refs, texts) AS given(id, text)
        WHERE m.id = given.id AND m.thing = 'appeal/' || of_appeal AND get_byte(m.text, 0) <> 0;
    ELSIF what = 'answer' THEN
        UPDATE appeals_answer a SET text = given.text FROM unnest(refs, texts) AS given(id, text)
        WHERE a.id = given.id AND a.appeal_id = of_appeal AND get_byte(a.text, 0) <> 0;
    ELSIF what = 'reason' THEN
        UPDATE appeals_reason r SET text = given.text FROM unnest(refs, texts) AS given(id, text)
        WHERE r.entry = given.id AND r.appeal = of_appeal AND get_byte(r.text, 0) <> 0;
    END IF;
    GET DIAGNOSTICS changed = ROW_COUNT;
    RETURN changed;
END $$;
