using System.Collections.Immutable;

namespace ModelRegistry.Postgres.Events;

/// <summary>One command's events, to be appended all or not at all.</summary>
public sealed record AppendRequest
{
    public required StreamId Stream { get; init; }

    /// <summary>The version the stream must have now; 0 for a new stream.</summary>
    public required long ExpectedVersion { get; init; }

    public required Guid CommandId { get; init; }

    /// <summary>SHA-256 (hex) of the request behind the command.</summary>
    public required string Fingerprint { get; init; }

    public required string Actor { get; init; }

    public required DateTimeOffset At { get; init; }

    /// <summary>The address that the command came from; null when the registry itself asked.</summary>
    public string? Origin { get; init; }

    /// <summary>May be empty: then only the command and its result are kept.</summary>
    public ImmutableArray<NewEvent> Events { get; init; } = [];

    /// <summary>The answer to the command, UTF-8 JSON, given again when the command is repeated.</summary>
    public required ReadOnlyMemory<byte> Result { get; init; }

    /// <summary>The version of the stream after these events.</summary>
    internal long Revision => ExpectedVersion + (Events.IsDefault ? 0 : Events.Length);
}
