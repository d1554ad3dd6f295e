-- The law's tables under another name, with every constraint and index that is called after them, and what Django's
-- list of models says of them. Whatever refers to a table goes on to refer to it: PostgreSQL knows tables by number.
DO $$
DECLARE
    noun text;
    nouns CONSTANT text[] := ARRAY['category', 'jurisdiction', 'profile', 'ground', 'template', 'rung', 'setting'];
    tables regclass[] := '{}';
    one record;
BEGIN
    FOREACH noun IN ARRAY nouns LOOP
        EXECUTE format('ALTER TABLE %I RENAME TO %I', '{was}_' || noun, '{becomes}_' || noun);
        tables := tables || format('%I', '{becomes}_' || noun)::regclass;
    END LOOP;
    FOR one IN -- a constraint's own index is renamed with it; keys of other tables that point here say so in their names
        SELECT conrelid::regclass AS relation, conname AS name,
               replace(CASE WHEN conrelid = ANY (tables) THEN regexp_replace(conname, '^{was}_', '{becomes}_') ELSE conname END,
                       '_fk_{was}_', CASE WHEN confrelid = ANY (tables) THEN '_fk_{becomes}_' ELSE '_fk_{was}_' END) AS better
        FROM pg_constraint WHERE conrelid = ANY (tables) OR confrelid = ANY (tables)
    LOOP
        IF one.better <> one.name THEN
            EXECUTE format('ALTER TABLE %s RENAME CONSTRAINT %I TO %I', one.relation, one.name, one.better);
        END IF;
    END LOOP;
    FOR one IN
        SELECT c.oid::regclass AS name, regexp_replace(c.relname, '^{was}_', '{becomes}_') AS better
        FROM pg_index i JOIN pg_class c ON c.oid = i.indexrelid
        WHERE i.indrelid = ANY (tables) AND c.relname LIKE '{was}\_%'
    LOOP
        EXECUTE format('ALTER INDEX %s RENAME TO %I', one.name, one.better);
    END LOOP;
    IF to_regclass('django_content_type') IS NOT NULL THEN
        UPDATE django_content_type SET app_label = '{becomes}' WHERE app_label = '{was}' AND model = ANY (nouns);
    END IF;
END $$;
