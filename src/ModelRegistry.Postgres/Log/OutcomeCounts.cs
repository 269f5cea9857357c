namespace ModelRegistry.Postgres.Log;

/// <summary>What the log holds of one model.</summary>
/// <param name="Actuals">Actuals stored.</param>
/// <param name="Settled">Actuals that are joined to at least one prediction.</param>
/// <param name="Outcomes">Outcomes written (one actual may settle several predictions).</param>
public sealed record OutcomeCounts(long Actuals, long Settled, long Outcomes);
