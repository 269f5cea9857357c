using System.Collections.Immutable;

namespace ModelRegistry.Postgres.Transfer;

/// <summary>One line of a stream: a command that was carried out, with its events and its answer.</summary>
internal sealed record ExportedCommand
{
    /// <summary>Of the stream after the command.</summary>
    public required long Version { get; init; }

    public required DateTimeOffset At { get; init; }

    /// <summary>Null for a command that changed nothing: of those no actor is kept.</summary>
    public string? Actor { get; init; }

    public string? Origin { get; init; }

    public required Guid CommandId { get; init; }

    public required string Fingerprint { get; init; }

    public ImmutableArray<ExportedEvent> Events { get; init; } = [];

    public required RawJson Result { get; init; }
}
