namespace ModelRegistry.Contracts.Registry;

/// <summary>
/// One model: its versions, their lifecycle, aliases and approvals. The key is the model's id (UUIDv7, format D).
/// Commands run one at a time; what they decide is in the event log before they answer. Queries never wait behind a command.
/// </summary>
[Alias("model-grain")]
public interface IModelGrain : IGrainWithStringKey
{
    Task<Answer<ModelHead>> Create(CommandContext context, CreateModel command);

    Task<Answer<ModelHead>> Edit(CommandContext context, EditModel command);

    Task<Answer<ModelHead>> Rename(CommandContext context, RenameModel command);

    Task<Answer<ModelHead>> Archive(CommandContext context, ArchiveModel command);

    Task<Answer<ModelHead>> Restore(CommandContext context, RestoreModel command);

    /// <summary>Answers the model as it was at its end.</summary>
    Task<Answer<ModelHead>> Delete(CommandContext context, DeleteModel command);

    Task<Answer<VersionView>> EditVersion(CommandContext context, EditVersion command);

    /// <summary>Answers the model without the version. A version in production, or in an A/B test that is not over, is not deleted.</summary>
    Task<Answer<ModelHead>> DeleteVersion(CommandContext context, DeleteVersion command);

    /// <summary>Takes over what an ended run has logged; see <see cref="RegisterVersion.ManifestOpen"/>.</summary>
    Task<Answer<VersionView>> CloseManifest(CommandContext context, CloseManifest command);

    Task<Answer<VersionView>> Register(CommandContext context, RegisterVersion command);

    /// <summary>Adds a version of another registry under its number. A governed model takes none.</summary>
    Task<Answer<VersionView>> Import(CommandContext context, ImportVersion command);

    Task<Answer<PromotionView>> Transition(CommandContext context, TransitionVersion command);

    Task<Answer<PromotionView>> Promote(CommandContext context, PromoteVersion command);

    /// <summary>What <see cref="Promote"/> would come to now; changes nothing.</summary>
    [AlwaysInterleave]
    Task<PromotionReview> ReviewPromotion(CommandContext context, PromoteVersion command);

    /// <summary>What <see cref="Transition"/> would come to now; changes nothing.</summary>
    [AlwaysInterleave]
    Task<PromotionReview> ReviewTransition(CommandContext context, TransitionVersion command);

    Task<Answer<PromotionView>> RollBack(CommandContext context, RollBackModel command);

    Task<Answer<VersionView>> Approve(CommandContext context, ApproveVersion command);

    Task<Answer<ModelHead>> SetAlias(CommandContext context, SetAlias command);

    Task<Answer<ModelHead>> RemoveAlias(CommandContext context, RemoveAlias command);

    Task<Answer<ModelHead>> SetShadows(CommandContext context, SetShadows command);

    Task<Answer<ModelHead>> Freeze(CommandContext context, FreezePromotions command);

    Task<Answer<ModelHead>> Thaw(CommandContext context, ThawPromotions command);

    /// <summary>The model as of the last committed command; null when it was never created, or was deleted.</summary>
    [AlwaysInterleave]
    Task<ModelView?> Get();

    /// <summary>The model without its versions as of the last committed command; null when it was never created, or was deleted.</summary>
    [AlwaysInterleave]
    Task<ModelHead?> Head();

    /// <summary>
    /// The version that a selector names as of the last committed command: a number, a semantic version, <c>@alias</c>, a stage (its highest
    /// number) or <c>latest</c>; null when nothing matches.
    /// </summary>
    [AlwaysInterleave]
    Task<VersionView?> FindVersion(string selector);

    /// <summary>Reads what others have appended to its stream, so that queries answer from it.</summary>
    /// <returns>The length of the stream.</returns>
    Task<long> Refresh();
}
