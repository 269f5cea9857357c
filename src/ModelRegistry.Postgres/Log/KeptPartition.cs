namespace ModelRegistry.Postgres.Log;

/// <summary>A partition that could not be dropped.</summary>
/// <param name="Name">Such as <c>predictions_20260131</c>.</param>
/// <param name="Reason">Who still needs it.</param>
public sealed record KeptPartition(string Name, string Reason);
