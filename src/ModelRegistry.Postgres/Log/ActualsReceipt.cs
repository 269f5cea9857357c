using System.Collections.Immutable;

namespace ModelRegistry.Postgres.Log;

/// <summary>What became of a batch of actuals; all counts are durable.</summary>
/// <param name="Accepted">Stored for the first time.</param>
/// <param name="Duplicates">Already there with the same value.</param>
/// <param name="Conflicts">Indexes into the batch of those already there with another value; the first value stays.</param>
/// <param name="Unmatched">Accepted ones that no committed prediction matches yet.</param>
public sealed record ActualsReceipt(int Accepted, int Duplicates, ImmutableArray<int> Conflicts, int Unmatched);
