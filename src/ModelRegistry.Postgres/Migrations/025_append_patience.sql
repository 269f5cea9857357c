-- append_commands of 021, which makes the settings of its transaction itself; they were a statement of their own for each append. How long locks are waited for (as lock_timeout says
-- it), and plans by keys that are made once a session, for what follows in the transaction too.
CREATE FUNCTION append_commands(
    p_patience text, p_kinds text[], p_ids uuid[], p_expected bigint[], p_revisions bigint[], p_commands uuid[], p_fingerprints text[], p_actors text[], p_ats timestamptz[],
    p_results bytea[], p_origins text[],
    p_owners int[], p_versions bigint[], p_types text[], p_payloads bytea[], p_prefixes bytea[]) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
    PERFORM set_config('lock_timeout', p_patience, true), set_config('plan_cache_mode', 'force_generic_plan', true), set_config('enable_seqscan', 'off', true),
        set_config('enable_hashjoin', 'off', true), set_config('enable_mergejoin', 'off', true);
    PERFORM append_commands(
        p_kinds, p_ids, p_expected, p_revisions, p_commands, p_fingerprints, p_actors, p_ats, p_results, p_origins, p_owners, p_versions, p_types, p_payloads, p_prefixes);
END $$;
