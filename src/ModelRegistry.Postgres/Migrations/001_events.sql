-- The event log: every stream's events, chained by hash, and the commands that made them.

CREATE TABLE streams (
    kind text NOT NULL,
    id uuid NOT NULL,
    version bigint NOT NULL,
    head bytea NOT NULL, -- hash of the last event; empty before the first
    PRIMARY KEY (kind, id)
);

CREATE TABLE events (
    stream_kind text NOT NULL,
    stream_id uuid NOT NULL,
    version bigint NOT NULL CHECK (version > 0),
    -- Positions are given in another order than transactions commit: who reads across streams follows (xid, position)
    -- below the oldest transaction that still runs, and so misses nothing.
    position bigint GENERATED ALWAYS AS IDENTITY,
    xid xid8 NOT NULL DEFAULT pg_current_xact_id(),
    type text NOT NULL,
    payload bytea NOT NULL,
    at timestamptz NOT NULL,
    actor text NOT NULL,
    command_id uuid NOT NULL,
    hash bytea NOT NULL,
    PRIMARY KEY (stream_kind, stream_id, version)
);

CREATE INDEX events_in_commit_order ON events (xid, position);
CREATE INDEX events_by_position ON events (position);

CREATE TABLE commands (
    stream_kind text NOT NULL,
    stream_id uuid NOT NULL,
    command_id uuid NOT NULL,
    fingerprint text NOT NULL,
    version bigint NOT NULL, -- of the stream after the command
    at timestamptz NOT NULL,
    result bytea NOT NULL,
    PRIMARY KEY (stream_kind, stream_id, command_id)
);

CREATE FUNCTION length_prefixed(field bytea) RETURNS bytea LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
    RETURN int4send(length(field)) || field;

-- SHA-256 over the length-prefixed fields of an event; times are microseconds since 1970.
CREATE FUNCTION event_hash(kind text, id uuid, version bigint, type text, at timestamptz, actor text, command uuid, previous bytea, payload bytea)
    RETURNS bytea LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
    RETURN sha256(
        length_prefixed(convert_to(kind || '/' || id::text, 'UTF8')) ||
        length_prefixed(int8send(version)) ||
        length_prefixed(convert_to(type, 'UTF8')) ||
        length_prefixed(int8send((extract(epoch FROM at) * 1000000)::bigint)) ||
        length_prefixed(convert_to(actor, 'UTF8')) ||
        length_prefixed(uuid_send(command)) ||
        length_prefixed(previous) ||
        length_prefixed(payload));

-- Appends one command's events. The stream's row is locked first, so that the check of its version, the chain and
-- the command's uniqueness are decided one writer at a time. Refusals are raised, which undoes the whole batch that
-- this call is part of; their message is the version of the stream now.
--   MR001 the stream has another version     MR002 the command was carried out before
CREATE FUNCTION append_events(
    p_kind text, p_id uuid, p_expected bigint, p_command uuid, p_fingerprint text, p_actor text, p_at timestamptz,
    p_types text[], p_payloads bytea[], p_result bytea) RETURNS bigint LANGUAGE plpgsql AS $$
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
    INSERT INTO commands VALUES (p_kind, p_id, p_command, p_fingerprint, v, p_at, p_result);
    RETURN v;
END $$;
