-- `streams.told_size` for the rows that there are: Padme over the size with the eight bytes of its length.
CREATE FUNCTION vault_told_size(size integer) RETURNS integer LANGUAGE plpgsql IMMUTABLE STRICT AS $$
DECLARE
    whole integer := size + 8;
    exponent integer := length(ltrim((size + 8)::bit(32)::text, '0')) - 1;
    mask integer;
BEGIN
    IF size = 0 THEN RETURN 0; END IF;
    mask := (1 << greatest(exponent - length(ltrim(exponent::bit(32)::text, '0')), 0)) - 1;
    RETURN (whole + mask) & ~mask;
END $$;
UPDATE vault_file SET
    size = vault_told_size(size), copy_size = vault_told_size(copy_size), thumb_size = vault_told_size(thumb_size);
DROP FUNCTION vault_told_size(integer);
