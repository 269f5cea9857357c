namespace ModelRegistry.Postgres.Artifacts;

/// <summary>What a collection removed, or would remove.</summary>
/// <param name="Artifacts">How many that nothing refers to and that were put last before the grace period.</param>
/// <param name="Bytes">What they have together.</param>
/// <param name="Leftovers">How many uploads that broke off, and files without a row; 0 where it was only asked what would go.</param>
/// <param name="Busy">A backup or another collection is under way: nothing was done.</param>
public sealed record CollectionReport(long Artifacts, long Bytes, int Leftovers, bool Busy);
