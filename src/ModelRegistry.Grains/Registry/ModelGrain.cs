using System.Collections.Immutable;
using ModelRegistry.Contracts;
using ModelRegistry.Contracts.Registry;
using ModelRegistry.Contracts.Registry.Commands;
using ModelRegistry.Contracts.Registry.Events;
using ModelRegistry.Core;
using ModelRegistry.Core.Registry;
using ModelRegistry.Core.Registry.Policy;
using ModelRegistry.Grains.EventLog;
using ModelRegistry.Postgres.Events;
using ModelRegistry.Postgres.Experiments;
using ModelRegistry.Postgres.ReadModels;

namespace ModelRegistry.Grains.Registry;

/// <inheritdoc cref="IModelGrain" />
/// <remarks>It calls no grain and no network: evidence comes from the tables.</remarks>
internal sealed class ModelGrain(
    IEventStore store, ISnapshotStore snapshots, IVersionEvidenceReader evidence, IOpenManifests manifests, IModelQueries queries, IExperimentDirectory experiments, IPolicySource policies)
    : EventLoggedGrain<ModelState, ModelEvent>(store, snapshots, Kind, ModelState.Empty), IModelGrain
{
    /// <summary>The kind of its event streams.</summary>
    public const string Kind = "model";

    /// <summary>How its state is written in snapshots.</summary>
    public static readonly SnapshotFormat<ModelState> Snapshots = SnapshotFormat<ModelState>.Through(ModelSnapshot.Of, form => form.ToState());

    /// <summary>The latest that was shown: it takes as long as there are versions to make.</summary>
    private ModelView? view;

    public Task<Answer<ModelHead>> Create(CommandContext context, CreateModel command)
        => Execute(context, state => Creation.Decide(state, command, context), HeadAfter, NameTaken(command.Name));

    public Task<Answer<ModelHead>> Edit(CommandContext context, EditModel command)
        => Execute(context, state => Editing.Decide(state, command, context), HeadAfter);

    public Task<Answer<ModelHead>> Rename(CommandContext context, RenameModel command)
        => Execute(context, state => Retirement.Decide(state, command, context), HeadAfter, NameTaken(command.Name));

    public Task<Answer<ModelHead>> Archive(CommandContext context, ArchiveModel command)
        => Execute(context, state => Retirement.Decide(state, command, context), HeadAfter);

    public Task<Answer<ModelHead>> Restore(CommandContext context, RestoreModel command)
        => Execute(context, state => Retirement.Decide(state, command, context), HeadAfter);

    public Task<Answer<ModelHead>> Delete(CommandContext context, DeleteModel command)
        => Execute(context, state => Retirement.Decide(state, command, context), HeadAfter);

    public Task<Answer<VersionView>> EditVersion(CommandContext context, EditVersion command)
        => Execute(
            context,
            state => Editing.Decide(state, command, context),
            (state, _) => state.Find(command.Number)!.View,
            constraint => constraint == "model_versions_tags_limit" ? Editing.TooManyTags(command.Number) : null);

    public Task<Answer<ModelHead>> DeleteVersion(CommandContext context, DeleteVersion command)
        => ExecuteWithEvidence(
            context,
            async (state, cancellation) => VersionDeletion.Decide(state, command, context, [.. await experiments.FindActiveAsync(Id, command.Number, cancellation)]),
            HeadAfter,
            constraint => constraint == "model_versions_untested" ? VersionDeletion.TestStarted(command.Number) : null);

    public Task<Answer<VersionView>> CloseManifest(CommandContext context, CloseManifest command)
        => ExecuteWithEvidence(
            context,
            async (state, cancellation) => ManifestClosing.Decide(state, command, context, await Manifest(state, command.Number, cancellation)),
            (state, _) => state.Find(command.Number)!.View);

    public Task<Answer<VersionView>> Register(CommandContext context, RegisterVersion command)
        => Execute(context, state => Registration.Decide(state, command, context), (state, _) => state.Versions[^1].View, ArtifactGone);

    public Task<Answer<VersionView>> Import(CommandContext context, ImportVersion command)
        => Execute(context, state => Importing.Decide(state, command, context), (state, _) => state.Versions[^1].View, ArtifactGone);

    public Task<Answer<PromotionView>> Transition(CommandContext context, TransitionVersion command)
        => ExecuteWithEvidence(
            context,
            async (state, cancellation) => Transitioning.Decide(state, command, context, await Evidence(state, command.Number, cancellation), policies.Current),
            Promoted(command.Number));

    public Task<Answer<PromotionView>> Promote(CommandContext context, PromoteVersion command)
        => ExecuteWithEvidence(
            context,
            async (state, cancellation) => Promotion.Decide(state, command, context, await Evidence(state, command.Number, cancellation), policies.Current),
            Promoted(command.Number));

    public async Task<PromotionReview> ReviewPromotion(CommandContext context, PromoteVersion command)
    {
        var state = await LoadedState();
        return ModelViews.Of(state, Promotion.Decide(state, command, context, await Evidence(state, command.Number, CancellationToken.None), policies.Current), command.Number);
    }

    public async Task<PromotionReview> ReviewTransition(CommandContext context, TransitionVersion command)
    {
        var state = await LoadedState();
        return ModelViews.Of(state, Transitioning.Decide(state, command, context, await Evidence(state, command.Number, CancellationToken.None), policies.Current), command.Number);
    }

    public Task<Answer<PromotionView>> RollBack(CommandContext context, RollBackModel command)
        => ExecuteWithEvidence(
            context,
            async (state, cancellation) => Rollback.Decide(state, command, context, await Original(state, command, cancellation)),
            (state, events) => ModelViews.Of(state, events.OfType<ModelRolledBack>().Single().To, events));

    public Task<Answer<VersionView>> Approve(CommandContext context, ApproveVersion command)
        => ExecuteWithEvidence(
            context,
            async (state, cancellation) => Approval.Decide(state, command, context, policies.Current, await Manifest(state, command.Number, cancellation)),
            (state, _) => state.Find(command.Number)!.View);

    public Task<Answer<ModelHead>> SetAlias(CommandContext context, SetAlias command)
        => Execute(context, state => Aliasing.Decide(state, command, context), HeadAfter);

    public Task<Answer<ModelHead>> RemoveAlias(CommandContext context, RemoveAlias command)
        => Execute(context, state => Aliasing.Decide(state, command, context), HeadAfter);

    public Task<Answer<ModelHead>> SetShadows(CommandContext context, SetShadows command)
        => Execute(context, state => Shadowing.Decide(state, command, context), HeadAfter);

    public Task<Answer<ModelHead>> Freeze(CommandContext context, FreezePromotions command)
        => Execute(context, state => Freezing.Decide(state, command, context), HeadAfter);

    public Task<Answer<ModelHead>> Thaw(CommandContext context, ThawPromotions command)
        => Execute(context, state => Freezing.Decide(state, command, context), HeadAfter);

    public async Task<ModelView?> Get()
    {
        var state = await LoadedState();
        if (view?.Revision != state.Revision)
            view = ModelViews.Of(state);
        return view;
    }

    public async Task<ModelHead?> Head() => await LoadedState() is { Name: not null, Deleted: false } state ? ModelViews.HeadOf(state) : null;

    public async Task<VersionView?> FindVersion(string selector) => VersionSelection.Find(await LoadedState(), selector)?.View;

    protected override SnapshotFormat<ModelState> Format => Snapshots;

    protected override ModelState Apply(ModelState state, ModelEvent @event, EventStamp stamp) => ModelFold.Apply(state, @event, stamp);

    private async ValueTask<GateEvidence> Evidence(ModelState state, int number, CancellationToken cancellationToken)
    {
        var found = await evidence.ReadAsync(Id, number, state.Production, cancellationToken) ?? new GateEvidence();
        if (await Manifest(state, number, cancellationToken) is { Version: var version } open)
            found = found with { Metrics = version.Metrics, Manifest = version.Manifest, Signature = version.Signature, Open = open };
        return found.Production is { } production && await Manifest(state, production.Number, cancellationToken) is { Version: var served }
            ? found with { Production = production with { Metrics = served.Metrics, Signature = served.Signature } }
            : found;
    }

    /// <summary>What the run of a version has to say by now; null where it says nothing more.</summary>
    private async ValueTask<OpenManifest?> Manifest(ModelState state, int number, CancellationToken cancellationToken)
        => state.Find(number) is { View.ManifestOpen: true } ? await manifests.FindAsync(Id, number, cancellationToken) : null;

    private async ValueTask<RegisterVersion?> Original(ModelState state, RollBackModel command, CancellationToken cancellationToken)
        => command.AsNewVersion && Rollback.TargetOf(state, command) is { } number ? (await queries.FindVersionAsync(Id, number, cancellationToken))?.Registered : null;

    private static ModelHead HeadAfter(ModelState state, ImmutableArray<ModelEvent> events) => ModelViews.HeadOf(state);

    private static Func<ModelState, ImmutableArray<ModelEvent>, PromotionView> Promoted(int number)
        => (state, events) => ModelViews.Of(state, number, events);

    private static Refusal? ArtifactGone(string constraint) => constraint == "version_artifacts_stored" ? Registration.ArtifactGone() : null;

    private static Func<string, Refusal?> NameTaken(string name) => constraint => constraint == "models_name_key" ? Creation.NameTaken(name) : null;
}
