namespace ModelRegistry.Postgres;

/// <summary>
/// For transactions whose statements find a few rows by their keys, given as arrays: each is planned once per session and not for every array, and never on the
/// strength of tables that were still empty then.
/// </summary>
internal static class KeyedPlans
{
    /// <summary>To be selected first in the transaction; it ends with it.</summary>
    public const string Settings = """
        set_config('plan_cache_mode', 'force_generic_plan', true), set_config('enable_seqscan', 'off', true),
        set_config('enable_hashjoin', 'off', true), set_config('enable_mergejoin', 'off', true)
        """;
}
