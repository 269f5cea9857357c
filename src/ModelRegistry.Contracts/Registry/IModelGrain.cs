namespace ModelRegistry.Contracts.Registry;

/// <summary>
/// One model: its versions, their lifecycle, aliases and approvals. The key is the model's id (UUIDv7, format D).
/// Commands run one at a time; what they decide is in the event log before they answer. Queries never wait behind a command.
/// </summary>
[Alias("model-grain")]
public interface IModelGrain : IGrainWithStringKey
{
    Task<Answer<ModelView>> Create(CommandContext context, CreateModel command);

    Task<Answer<VersionView>> Register(CommandContext context, RegisterVersion command);

    Task<Answer<PromotionView>> Transition(CommandContext context, TransitionVersion command);

    Task<Answer<PromotionView>> Promote(CommandContext context, PromoteVersion command);

    Task<Answer<PromotionView>> RollBack(CommandContext context, RollBackModel command);

    Task<Answer<VersionView>> Approve(CommandContext context, ApproveVersion command);

    Task<Answer<ModelView>> SetAlias(CommandContext context, SetAlias command);

    Task<Answer<ModelView>> RemoveAlias(CommandContext context, RemoveAlias command);

    Task<Answer<ModelView>> SetShadows(CommandContext context, SetShadows command);

    Task<Answer<ModelView>> Freeze(CommandContext context, FreezePromotions command);

    Task<Answer<ModelView>> Thaw(CommandContext context, ThawPromotions command);

    /// <summary>The model as of the last committed command; null when it was never created.</summary>
    [AlwaysInterleave]
    Task<ModelView?> Get();
}
