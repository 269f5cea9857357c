-- Appends commands of different streams at once, all of them or none. The streams' rows are locked first, in the order given, so that their versions, the chains
-- and the uniqueness of commands are decided one writer at a time. Of each event the fields that are hashed before the previous hash are given; the chain
-- itself is made here, where the previous hash is known. A refusal is raised, which undoes the whole batch that this call is part of; its message is the
-- version of the first stream now, so who is refused together asks again alone.
--   MR001 a stream has another version     MR002 the first command was carried out before
-- append_events stays for hosts that have not been upgraded yet.
CREATE FUNCTION append_commands(
    p_kinds text[], p_ids uuid[], p_expected bigint[], p_revisions bigint[], p_commands uuid[], p_fingerprints text[], p_actors text[], p_ats timestamptz[],
    p_results bytea[], p_origins text[],
    p_owners int[], p_versions bigint[], p_types text[], p_payloads bytea[], p_prefixes bytea[]) RETURNS void LANGUAGE plpgsql AS $$
DECLARE
    found bigint[];
    heads bytea[];
    hashes bytea[] := '{}';
BEGIN
    IF 0 = ANY (p_expected) THEN
        INSERT INTO streams SELECT kind, id, 0, '' FROM unnest(p_kinds, p_ids, p_expected) AS n (kind, id, expected) WHERE expected = 0 ON CONFLICT DO NOTHING;
    END IF;
    SELECT array_agg(version ORDER BY n), array_agg(head ORDER BY n) INTO found, heads FROM (
        SELECT c.n, s.version, s.head FROM unnest(p_kinds, p_ids) WITH ORDINALITY AS c (kind, id, n) JOIN streams s ON s.kind = c.kind AND s.id = c.id
        ORDER BY c.n FOR UPDATE OF s) AS locked;
    IF found IS DISTINCT FROM p_expected THEN
        RAISE EXCEPTION USING MESSAGE = coalesce(found[1], 0)::text, ERRCODE = CASE
            WHEN EXISTS (SELECT FROM commands c WHERE c.stream_kind = p_kinds[1] AND c.stream_id = p_ids[1] AND c.command_id = p_commands[1]) THEN 'MR002' ELSE 'MR001' END;
    END IF;
    FOR e IN 1 .. cardinality(p_types) LOOP
        heads[p_owners[e]] := sha256(p_prefixes[e] || heads[p_owners[e]] || int4send(length(p_payloads[e])) || p_payloads[e]);
        hashes[e] := heads[p_owners[e]];
    END LOOP;
    INSERT INTO events (stream_kind, stream_id, version, type, payload, at, actor, command_id, hash)
    SELECT p_kinds[owner], p_ids[owner], e.version, e.type, e.payload, p_ats[owner], p_actors[owner], p_commands[owner], e.hash
    FROM unnest(p_owners, p_versions, p_types, p_payloads, hashes) AS e (owner, version, type, payload, hash);
    UPDATE streams s SET version = c.revision, head = c.head FROM unnest(p_kinds, p_ids, p_revisions, heads) AS c (kind, id, revision, head)
    WHERE s.kind = c.kind AND s.id = c.id AND s.version <> c.revision;
    INSERT INTO commands SELECT * FROM unnest(p_kinds, p_ids, p_commands, p_fingerprints, p_revisions, p_ats, p_results, p_origins);
END $$;
