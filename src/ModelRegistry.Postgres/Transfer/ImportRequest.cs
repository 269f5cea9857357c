namespace ModelRegistry.Postgres.Transfer;

/// <summary>Who imports, and how.</summary>
public sealed record ImportRequest
{
    /// <summary>Of this import: it names its entries in the log.</summary>
    public required Guid CommandId { get; init; }

    public required string Principal { get; init; }

    public string? Origin { get; init; }

    public required DateTimeOffset At { get; init; }

    /// <summary>Only says what would happen.</summary>
    public bool DryRun { get; init; }
}
