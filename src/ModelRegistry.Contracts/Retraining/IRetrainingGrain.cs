namespace ModelRegistry.Contracts.Retraining;

/// <summary>Retraining of one model; the key is the model's id.</summary>
[Alias("retraining-grain")]
public interface IRetrainingGrain : IGrainWithStringKey
{
    /// <summary>Asks for retraining; an open request for the same report is answered with, not doubled.</summary>
    Task<Answer<RetrainingView>> Request(CommandContext context, string reason, Guid? reportId, DateTimeOffset? asOf);

    /// <summary>Says that version <paramref name="number"/> was trained for the open requests.</summary>
    Task<Answer<RetrainingView>> Complete(CommandContext context, int number);

    [AlwaysInterleave]
    Task<RetrainingView> Get();
}
