namespace ModelRegistry.Postgres.Events;

/// <summary>What an append came to.</summary>
/// <param name="Status">The outcome.</param>
/// <param name="Version">The version of the stream now.</param>
/// <param name="Constraint">With <see cref="AppendStatus.Violation"/>: the name of the database constraint, such as <c>models_name_key</c>.</param>
public sealed record AppendResult(AppendStatus Status, long Version, string? Constraint = null);
