namespace ModelRegistry.Contracts;

/// <summary>Who asks for a change, when, and under which id. Travels with every command.</summary>
[GenerateSerializer, Immutable, Alias("command-context")]
public sealed record CommandContext
{
    /// <summary>Unique per event stream: the same id twice gives the first answer again.</summary>
    [Id(0)]
    public required Guid CommandId { get; init; }

    /// <summary>SHA-256 (hex) of the request; the same command id with another fingerprint is refused.</summary>
    [Id(1)]
    public required string Fingerprint { get; init; }

    /// <summary>The name of the principal, as it stands in the audit log.</summary>
    [Id(2)]
    public required string Principal { get; init; }

    [Id(3)]
    public required Role Role { get; init; }

    /// <summary>When the door took the command (UTC).</summary>
    [Id(4)]
    public required DateTimeOffset At { get; init; }

    /// <summary>When set, the command is refused as stale unless the stream is at exactly this revision.</summary>
    [Id(5)]
    public long? ExpectedRevision { get; init; }

    /// <summary>The address that the caller came from; null when the registry itself asks.</summary>
    [Id(6)]
    public string? Origin { get; init; }

    /// <summary>The name that the caller knows the model by; a model that is called otherwise by now takes no command. Null where it is known by its id.</summary>
    [Id(7)]
    public string? Model { get; init; }
}
