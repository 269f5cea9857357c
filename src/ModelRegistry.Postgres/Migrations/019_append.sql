-- Appends write the same as before, with less work: the hash is put together without functions in SQL, each of which is planned anew in every
-- transaction, and all events are inserted by one statement. event_hash remains, for who verifies the chain in the database.
CREATE OR REPLACE FUNCTION append_events(
    p_kind text, p_id uuid, p_expected bigint, p_command uuid, p_fingerprint text, p_actor text, p_at timestamptz,
    p_types text[], p_payloads bytea[], p_result bytea, p_origin text DEFAULT NULL) RETURNS bigint LANGUAGE plpgsql AS $$
DECLARE
    v bigint;
    previous bytea;
    hashes bytea[] := '{}';
    stream bytea := convert_to(p_kind || '/' || p_id::text, 'UTF8');
    actor bytea := convert_to(p_actor, 'UTF8');
    type bytea;
    -- The fields of the hash before the type, without the version, and those between the type and the previous hash.
    first bytea := int4send(length(stream)) || stream || int4send(8);
    middle bytea := int4send(8) || int8send((extract(epoch FROM p_at) * 1000000)::bigint) || int4send(length(actor)) || actor || int4send(16) || uuid_send(p_command);
BEGIN
    IF p_expected = 0 THEN
        INSERT INTO streams VALUES (p_kind, p_id, 0, '') ON CONFLICT DO NOTHING;
    END IF;
    SELECT s.version, s.head INTO v, previous FROM streams s WHERE s.kind = p_kind AND s.id = p_id FOR UPDATE;
    IF EXISTS (SELECT FROM commands c WHERE c.stream_kind = p_kind AND c.stream_id = p_id AND c.command_id = p_command) THEN
        RAISE EXCEPTION USING ERRCODE = 'MR002', MESSAGE = v::text;
    END IF;
    IF v IS DISTINCT FROM p_expected THEN
        RAISE EXCEPTION USING ERRCODE = 'MR001', MESSAGE = coalesce(v, 0)::text;
    END IF;
    FOR i IN 1 .. cardinality(p_types) LOOP
        v := v + 1;
        type := convert_to(p_types[i], 'UTF8');
        previous := sha256(
            first || int8send(v) || int4send(length(type)) || type || middle || int4send(length(previous)) || previous || int4send(length(p_payloads[i])) || p_payloads[i]);
        hashes := array_append(hashes, previous);
    END LOOP;
    IF v > p_expected THEN
        INSERT INTO events (stream_kind, stream_id, version, type, payload, at, actor, command_id, hash)
        SELECT p_kind, p_id, p_expected + e.n, e.type, e.payload, p_at, p_actor, p_command, e.hash
        FROM unnest(p_types, p_payloads, hashes) WITH ORDINALITY AS e (type, payload, hash, n);
        UPDATE streams s SET version = v, head = previous WHERE s.kind = p_kind AND s.id = p_id;
    END IF;
    INSERT INTO commands VALUES (p_kind, p_id, p_command, p_fingerprint, v, p_at, p_result, p_origin);
    RETURN v;
END $$;

-- How many tags a version has is looked at where tags are edited, and no longer at every change of a stage.
ALTER TABLE model_versions DROP CONSTRAINT model_versions_tags_limit;
CREATE FUNCTION limit_tags() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF jsonb_array_length(jsonb_path_query_array(NEW.tags, '$.keyvalue()')) > 1000 THEN
        RAISE EXCEPTION USING ERRCODE = 'check_violation', CONSTRAINT = 'model_versions_tags_limit', MESSAGE = 'a version has at most 1000 tags';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER model_versions_tags_limit BEFORE UPDATE OF tags ON model_versions FOR EACH ROW EXECUTE FUNCTION limit_tags();

-- Which versions are in production. While indexes of model_versions spoke of the stage, each change of it was written into every other index too, those of
-- tags and params among them; now a change stays on the page of its row, for which room is left there.
CREATE TABLE versions_in_production (
    model_id uuid NOT NULL,
    number integer NOT NULL,
    governed boolean NOT NULL,
    PRIMARY KEY (model_id, number)
);
CREATE UNIQUE INDEX versions_in_production_key ON versions_in_production (model_id) WHERE governed;
INSERT INTO versions_in_production SELECT model_id, number, governed FROM model_versions WHERE stage = 'Production';
DROP INDEX model_versions_production_key;
DROP INDEX model_versions_in_production;
ALTER TABLE model_versions SET (fillfactor = 60);
ALTER TABLE models SET (fillfactor = 50);
ALTER TABLE streams SET (fillfactor = 50);
