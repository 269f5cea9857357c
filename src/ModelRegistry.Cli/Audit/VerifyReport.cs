using System.Collections.Immutable;

namespace ModelRegistry.Cli.Audit;

/// <summary>What a verification of the event log came to.</summary>
internal sealed record VerifyReport
{
    public required bool Whole { get; init; }

    public required long Streams { get; init; }

    public required long Events { get; init; }

    public required long BrokenStreams { get; init; }

    /// <summary>The first broken link of each broken stream; of very many only some.</summary>
    public ImmutableArray<ReportedLink> Broken { get; init; } = [];
}
