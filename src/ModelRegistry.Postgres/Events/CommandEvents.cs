using System.Collections.Immutable;

namespace ModelRegistry.Postgres.Events;

/// <summary>The events of one command, as projections see them.</summary>
public sealed record CommandEvents
{
    public required StreamId Stream { get; init; }

    /// <summary>The version of the stream after these events.</summary>
    public required long Version { get; init; }

    public required DateTimeOffset At { get; init; }

    public required string Actor { get; init; }

    public required Guid CommandId { get; init; }

    /// <summary>At least one, in order.</summary>
    public ImmutableArray<NewEvent> Events { get; init; } = [];

    internal static CommandEvents Of(AppendRequest request) => new()
    {
        Stream = request.Stream,
        Version = request.Revision,
        At = request.At,
        Actor = request.Actor,
        CommandId = request.CommandId,
        Events = request.Events,
    };
}
