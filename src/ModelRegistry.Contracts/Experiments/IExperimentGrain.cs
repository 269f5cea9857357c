namespace ModelRegistry.Contracts.Experiments;

/// <summary>One A/B test. The key is its id (UUIDv7, format D). It reads the joined outcomes of its model by its own cursor.</summary>
[Alias("experiment-grain")]
public interface IExperimentGrain : IGrainWithStringKey
{
    Task<Answer<ExperimentView>> Plan(CommandContext context, ExperimentPlan plan);

    Task<Answer<ExperimentView>> Start(CommandContext context);

    Task<Answer<ExperimentView>> Pause(CommandContext context, string reason);

    Task<Answer<ExperimentView>> Resume(CommandContext context, string reason);

    /// <summary>Reads what is left of the log, closes every open as-of day, gives the verdict and stops assigning.</summary>
    Task<Answer<ExperimentView>> Conclude(CommandContext context, string reason);

    Task<Answer<ExperimentView>> Cancel(CommandContext context, string reason);

    /// <summary>Reads the outcomes that are there and answers with the figures so far.</summary>
    Task<ExperimentResults?> Results();

    [AlwaysInterleave]
    Task<ExperimentView?> Get();

    /// <summary>Reads what others have appended to its stream, so that queries answer from it.</summary>
    /// <returns>The length of the stream.</returns>
    Task<long> Refresh();
}
