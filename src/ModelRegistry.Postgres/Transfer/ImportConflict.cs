using ModelRegistry.Postgres.Events;

namespace ModelRegistry.Postgres.Transfer;

/// <summary>A stream of a file that was not imported; what is here was left as it is.</summary>
public sealed record ImportConflict
{
    /// <summary><c>model</c> or <c>experiment</c>.</summary>
    public required string Kind { get; init; }

    public required Guid Id { get; init; }

    /// <summary>Of the model or test, as the file has it.</summary>
    public string? Name { get; init; }

    public required ImportConflictKind Why { get; init; }

    /// <summary>For people.</summary>
    public required string Detail { get; init; }

    /// <summary>Where it diverged: the first event that is another one.</summary>
    public long? Version { get; init; }

    /// <summary>The hash (hex) of that event here.</summary>
    public string? Here { get; init; }

    /// <summary>The hash (hex) of that event in the file.</summary>
    public string? InFile { get; init; }

    /// <summary>Of the artifact that is missing.</summary>
    public string? Digest { get; init; }

    internal static ImportConflict Of(StreamId stream, string? name, ImportConflictKind why, string detail) =>
        new() { Kind = stream.Kind, Id = stream.Id, Name = name, Why = why, Detail = detail };
}
