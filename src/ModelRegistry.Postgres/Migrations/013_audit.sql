-- Where commands come from, and signed checkpoints of the event log.

-- The caller's address; null when the registry itself asked, and for commands from before.
ALTER TABLE commands ADD COLUMN origin text;

-- As before, and the origin of the command beside it. Hosts of an earlier release call it without one.
DROP FUNCTION append_events(text, uuid, bigint, uuid, text, text, timestamptz, text[], bytea[], bytea);

CREATE FUNCTION append_events(
    p_kind text, p_id uuid, p_expected bigint, p_command uuid, p_fingerprint text, p_actor text, p_at timestamptz,
    p_types text[], p_payloads bytea[], p_result bytea, p_origin text DEFAULT NULL) RETURNS bigint LANGUAGE plpgsql AS $$
DECLARE
    v bigint;
    previous bytea;
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
        previous := event_hash(p_kind, p_id, v, p_types[i], p_at, p_actor, p_command, previous, p_payloads[i]);
        INSERT INTO events (stream_kind, stream_id, version, type, payload, at, actor, command_id, hash)
        VALUES (p_kind, p_id, v, p_types[i], p_payloads[i], p_at, p_actor, p_command, previous);
    END LOOP;
    IF v > p_expected THEN
        UPDATE streams s SET version = v, head = previous WHERE s.kind = p_kind AND s.id = p_id;
    END IF;
    INSERT INTO commands VALUES (p_kind, p_id, p_command, p_fingerprint, v, p_at, p_result, p_origin);
    RETURN v;
END $$;

-- The heads of all streams under one root. What the signature covers is said by AuditCheckpoint; the heads themselves stand in exported files.
CREATE TABLE audit_checkpoints (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    at timestamptz NOT NULL,
    streams bigint NOT NULL,
    events bigint NOT NULL,
    root bytea NOT NULL,
    public_key bytea NOT NULL, -- SubjectPublicKeyInfo
    signature bytea NOT NULL
);
