using ModelRegistry.Learning.Market;
using ModelRegistry.Learning.Training;

namespace ModelRegistry.Cli.Train;

/// <summary>A finished training, for its summary.</summary>
internal sealed record TrainOutcome
{
    public required TrainingResult Result { get; init; }

    public required MarketPanel Panel { get; init; }

    /// <summary>Where the files are.</summary>
    public required string Folder { get; init; }

    public required string ModelDigest { get; init; }

    public required TimeSpan Elapsed { get; init; }
}
