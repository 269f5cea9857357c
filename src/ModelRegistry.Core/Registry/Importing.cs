using System.Globalization;
using ModelRegistry.Contracts;
using ModelRegistry.Contracts.Registry;
using ModelRegistry.Contracts.Registry.Commands;
using ModelRegistry.Contracts.Registry.Events;

namespace ModelRegistry.Core.Registry;

/// <summary>A version of another registry, as one act: registered under its number, in its stage, with its aliases. It never moves what is here.</summary>
public static class Importing
{
    private const int MostGaps = 10_000;
    private const string Reason = "imported";
    private const string Deleted = "deleted before the import";

    public static Decision<ModelEvent> Decide(ModelState state, ImportVersion command, CommandContext context)
    {
        if ((ModelRefusals.Check(state, context) ?? Check(state, command)) is { } refusal)
            return refusal;
        var history = new History(state, context);
        for (var number = state.Versions.Count + 1; number < command.Number; number++)
            history.Gap(number, command.Version);
        if ((RegistrationRules.Check(history.State, command.Version) ?? history.Register(command.Version)) is { } wrong)
            return wrong;
        if (command.Stage != command.Version.InitialStage)
            history.Add(new StageMoved { Number = command.Number, From = command.Version.InitialStage, To = command.Stage, Cause = MoveCause.Import, Reason = Reason });
        foreach (var alias in command.Aliases)
            history.Add(new AliasSet { Alias = alias, Number = command.Number });
        return new Decision<ModelEvent> { Events = [.. history.Events] };
    }

    private static Refusal? Check(ModelState state, ImportVersion command)
    {
        if (state.Lifecycle == LifecycleProfile.Governed)
            return ModelRefusals.Conflict("governed", $"Model '{state.Name}' is governed here: its versions come through its gates, one by one.");
        if (command.Number <= state.Versions.Count)
        {
            return ModelRefusals.Conflict(
                "number_passed", string.Create(CultureInfo.InvariantCulture, $"Model '{state.Name}' has given the number {command.Number} already; it goes on with {state.Versions.Count + 1}."));
        }

        if (command.Number - state.Versions.Count - 1 > MostGaps)
        {
            return ModelRefusals.Conflict(
                "gap_too_large", string.Create(CultureInfo.InvariantCulture, $"Between the last version of '{state.Name}' here, {state.Versions.Count}, and {command.Number} are more than {MostGaps} numbers without a version."));
        }

        return CheckStage(command.Stage) ?? command.Aliases.Select(alias => CheckAlias(state, alias)).FirstOrDefault(refusal => refusal is not null);
    }

    private static Refusal? CheckStage(Stage stage) => stage is Stage.Trained or Stage.Staging or Stage.Production or Stage.Archived
        ? null
        : ModelRefusals.Invalid("invalid_stage", $"A version is not imported into {stage}; Trained, Staging, Production or Archived is wanted.");

    private static Refusal? CheckAlias(ModelState state, string alias) => NameRules.CheckAlias(alias)
        ?? (state.Aliases.TryGetValue(alias, out var number)
            ? ModelRefusals.Conflict("alias_taken", string.Create(CultureInfo.InvariantCulture, $"The alias '{alias}' of '{state.Name}' points at version {number} here."))
            : null);

    /// <summary>The events so far, and what they make of the model.</summary>
    private sealed class History(ModelState state, CommandContext context)
    {
        public List<ModelEvent> Events { get; } = [];

        public ModelState State { get; private set; } = state;

        public void Add(ModelEvent @event)
        {
            Events.Add(@event);
            State = ModelFold.Apply(State, @event, new EventStamp(State.Revision + 1, context.At, context.Principal, context.CommandId));
        }

        /// <returns>Why it cannot be registered; null when it is.</returns>
        public Refusal? Register(RegisterVersion version)
        {
            var (semantic, why, wrong) = Versioning.Choose(State, version);
            if (wrong is null)
                Add(Registration.Event(State, version, semantic, why));
            return wrong;
        }

        /// <summary>A number that is used up: a version that is deleted. It has the artifact of the next one, for it needs one that is there.</summary>
        public void Gap(int number, RegisterVersion next)
        {
            // A bump that is asked for is compared with nothing: there may be thousands of them.
            var gap = new RegisterVersion { Bump = "patch", Flavor = next.Flavor, ArtifactDigest = next.ArtifactDigest, ArtifactSize = next.ArtifactSize, Description = Deleted };
            var (semantic, why, _) = Versioning.Choose(State, gap);
            Add(Registration.Event(State, gap, semantic, why));
            Add(new VersionDeleted { Number = number, Reason = Deleted });
        }
    }
}
