using ModelRegistry.Contracts;
using ModelRegistry.Contracts.Registry;
using ModelRegistry.Contracts.Registry.Commands;
using ModelRegistry.Contracts.Retraining;

namespace ModelRegistry.Grains.Tests.Monitoring;

/// <summary>A model and its retraining as a monitor sees them: commands count once per id, as the registry counts them.</summary>
internal sealed class FakeModel(ModelView view) : IModelGrain, IRetrainingGrain
{
    private readonly HashSet<Guid> _commands = [];

    public ModelView View { get; set; } = view;

    /// <summary>What was carried out: command, report, as-of day.</summary>
    public List<string> Done { get; } = [];

    /// <summary>The commands refused from now on as unavailable.</summary>
    public HashSet<string> Unavailable { get; } = [];

    /// <summary>Commands taken, repeats included.</summary>
    public int Calls { get; private set; }

    public Task<ModelView?> Get() => Task.FromResult<ModelView?>(View);

    public Task<Answer<PromotionView>> RollBack(CommandContext context, RollBackModel command) => Once<PromotionView>(context, "rollback", command.ReportId, command.AsOf, () =>
    {
        Assert.Equal(View.Production, command.OnlyFrom);
        Promote(command.To!.Value);
    });

    public Task<Answer<ModelHead>> Freeze(CommandContext context, FreezePromotions command) => Once<ModelHead>(context, "freeze", command.ReportId, command.AsOf, () =>
        View = View with { Frozen = new FreezeView { Reason = command.Reason, ReportId = command.ReportId, Features = command.Features, AsOf = command.AsOf } });

    public Task<Answer<ModelHead>> Thaw(CommandContext context, ThawPromotions command) =>
        Once<ModelHead>(context, "thaw", command.ReportId, command.AsOf, () => View = View with { Frozen = null });

    public Task<Answer<RetrainingView>> Request(CommandContext context, string reason, Guid? reportId, DateTimeOffset? asOf) =>
        Once<RetrainingView>(context, "retrain", reportId, asOf, () => Assert.NotEmpty(reason));

    public void Promote(int version) => View = View with { FormerProduction = View.FormerProduction.Add(View.Production!.Value), Production = version };

    public void Register(VersionView version) => View = View with { Versions = View.Versions.Add(version) };

    private Task<Answer<T>> Once<T>(CommandContext context, string what, Guid? report, DateTimeOffset? asOf, Action act)
        where T : class
    {
        Calls++;
        Assert.Equal(("drift-monitor", Role.Approver), (context.Principal, context.Role));
        Assert.NotNull(report);
        if (Unavailable.Contains(what))
            return Task.FromResult(new Answer<T> { Refusal = new Refusal { Kind = RefusalKind.Unavailable, Code = "store_unavailable", Detail = "away" } });
        if (!_commands.Add(context.CommandId)) return Task.FromResult(new Answer<T>());
        act();
        Done.Add($"{what} {asOf:yyyy-MM-dd}");
        return Task.FromResult(new Answer<T>());
    }

    public Task<long> Refresh() => throw new NotSupportedException();

    public Task<ModelHead?> Head() => throw new NotSupportedException();

    public Task<Answer<ModelHead>> Edit(CommandContext context, EditModel command) => throw new NotSupportedException();

    public Task<Answer<ModelHead>> Rename(CommandContext context, RenameModel command) => throw new NotSupportedException();

    public Task<Answer<ModelHead>> Archive(CommandContext context, ArchiveModel command) => throw new NotSupportedException();

    public Task<Answer<ModelHead>> Restore(CommandContext context, RestoreModel command) => throw new NotSupportedException();

    public Task<Answer<ModelHead>> Delete(CommandContext context, DeleteModel command) => throw new NotSupportedException();

    public Task<Answer<VersionView>> EditVersion(CommandContext context, EditVersion command) => throw new NotSupportedException();

    public Task<Answer<ModelHead>> DeleteVersion(CommandContext context, DeleteVersion command) => throw new NotSupportedException();

    public Task<Answer<VersionView>> CloseManifest(CommandContext context, CloseManifest command) => throw new NotSupportedException();

    public Task<PromotionReview> ReviewPromotion(CommandContext context, PromoteVersion command) => throw new NotSupportedException();

    public Task<PromotionReview> ReviewTransition(CommandContext context, TransitionVersion command) => throw new NotSupportedException();

    public Task<VersionView?> FindVersion(string selector) => throw new NotSupportedException();

    public Task<Answer<ModelHead>> Create(CommandContext context, CreateModel command) => throw new NotSupportedException();

    public Task<Answer<VersionView>> Register(CommandContext context, RegisterVersion command) => throw new NotSupportedException();

    public Task<Answer<VersionView>> Import(CommandContext context, ImportVersion command) => throw new NotSupportedException();

    public Task<Answer<PromotionView>> Transition(CommandContext context, TransitionVersion command) => throw new NotSupportedException();

    public Task<Answer<PromotionView>> Promote(CommandContext context, PromoteVersion command) => throw new NotSupportedException();

    public Task<Answer<VersionView>> Approve(CommandContext context, ApproveVersion command) => throw new NotSupportedException();

    public Task<Answer<ModelHead>> SetAlias(CommandContext context, SetAlias command) => throw new NotSupportedException();

    public Task<Answer<ModelHead>> RemoveAlias(CommandContext context, RemoveAlias command) => throw new NotSupportedException();

    public Task<Answer<ModelHead>> SetShadows(CommandContext context, SetShadows command) => throw new NotSupportedException();

    public Task<Answer<RetrainingView>> Complete(CommandContext context, int number) => throw new NotSupportedException();

    Task<RetrainingView> IRetrainingGrain.Get() => throw new NotSupportedException();
}
