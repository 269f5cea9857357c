-- Appends as in 021, and makes the settings of its transaction itself, which were a statement of their own: how long locks are waited for (as lock_timeout says it), and plans
-- by keys that are made once a session, for what follows in the transaction too. The function without p_patience stays for hosts that have not been upgraded yet.
CREATE FUNCTION append_commands(
    p_patience text, p_kinds text[], p_ids uuid[], p_expected bigint[], p_revisions bigint[], p_commands uuid[], p_fingerprints text[], p_actors text[], p_ats timestamptz[],
    p_results bytea[], p_origins text[],
    p_owners int[], p_versions bigint[], p_types text[], p_payloads bytea[], p_prefixes bytea[]) RETURNS void LANGUAGE plpgsql AS $$
DECLARE
    found bigint[];
    heads bytea[];
    hashes bytea[] := '{}';
BEGIN
    PERFORM set_config('lock_timeout', p_patience, true), set_config('plan_cache_mode', 'force_generic_plan', true), set_config('enable_seqscan', 'off', true),
        set_config('enable_hashjoin', 'off', true), set_config('enable_mergejoin', 'off', true);
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
