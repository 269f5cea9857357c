using ModelRegistry.Contracts;
using ModelRegistry.Contracts.Registry;
using ModelRegistry.Contracts.Registry.Commands;
using ModelRegistry.Contracts.Registry.Events;

namespace ModelRegistry.Core.Registry;

/// <summary>Production returns to a version that was there before. It passes no gates: they were passed then, and a freeze does not hold it up.</summary>
public static class Rollback
{
    private const int MaxNamed = 20;

    /// <param name="state">The model.</param>
    /// <param name="command">What is wanted.</param>
    /// <param name="context">Who wants it.</param>
    /// <param name="original">All that was registered of the version returned to, where a copy of it is wanted; null where it was deleted by now. See <see cref="TargetOf"/>.</param>
    public static Decision<ModelEvent> Decide(ModelState state, RollBackModel command, CommandContext context, RegisterVersion? original = null)
    {
        if ((ModelRefusals.Check(state, context) ?? TextRules.CheckRequired("reason", command.Reason, TextRules.MaxReason)) is { } refusal)
            return refusal;
        if (context.Role < Role.Approver)
            return ModelRefusals.Forbidden("rollback_needs_approver", $"'{context.Principal}' has the role {context.Role}; rolling back '{state.Name}' passes no gates and needs approver or admin.");
        if (command.OnlyFrom is { } from && state.Production != from)
        {
            return ModelRefusals.Conflict(
                "production_moved",
                $"Version {from} of '{state.Name}' is not in Production any more ({Now(state)}), so nothing was rolled back. Decide again on what is there now.");
        }

        var (row, wrong) = Target(state, command.To);
        if (wrong is not null)
            return wrong;
        if (!command.AsNewVersion)
            return Events(state, row!, command);
        return original is null ? ModelRefusals.NoVersion(state, row!.Number) : Copied(state, row!, command, original);
    }

    /// <summary>The version that would be returned to; null where the command will be refused.</summary>
    public static int? TargetOf(ModelState state, RollBackModel command) => Target(state, command.To).Row?.Number;

    private static (VersionRow? Row, Refusal? Refusal) Target(ModelState state, int? to)
    {
        if (to is not { } number)
            return Previous(state);
        if (state.Find(number) is not { } row)
            return (null, ModelRefusals.NoVersion(state, number));
        if (row.Stage == Stage.Production)
            return (null, ModelRefusals.Conflict("already_in_stage", $"Version {number} of '{state.Name}' is in Production already."));
        return row.Served
            ? (row, null)
            : (null, ModelRefusals.Conflict("never_in_production", $"Version {number} of '{state.Name}' was never in Production, so it cannot be returned to; promote it. {Candidates(state)}"));
    }

    private static (VersionRow? Row, Refusal? Refusal) Previous(ModelState state)
    {
        if (state.Production is null)
        {
            return (null, ModelRefusals.Conflict(
                "nothing_in_production", $"Model '{state.Name}' has no version in Production to roll back from; name the version to return to. {Candidates(state)}"));
        }

        return state.FormerProduction.IsEmpty
            ? (null, ModelRefusals.Conflict(
                "no_former_production", $"Model '{state.Name}' has no production version before version {state.Production} to return to; a model is never left without one by a rollback."))
            : (state.Find(state.FormerProduction[^1]), null);
    }

    private static Decision<ModelEvent> Events(ModelState state, VersionRow to, RollBackModel command)
    {
        var leaving = state.InProduction.Select(number => Move(state.Find(number)!, Stage.Archived, command));
        var back = new ModelRolledBack
        {
            From = state.Production,
            To = to.Number,
            Reason = command.Reason,
            ReportId = command.ReportId,
            AsOf = command.AsOf,
        };
        return new Decision<ModelEvent> { Events = [back, .. leaving, Move(to, Stage.Production, command), .. Advance.OutOfShadow(state, to.Number)] };
    }

    /// <summary>The next version: the same in all that was measured and trained, with a tag that says what it replaced.</summary>
    private static Decision<ModelEvent> Copied(ModelState state, VersionRow to, RollBackModel command, RegisterVersion original)
    {
        var number = state.Versions.Count + 1;
        var from = state.Production;
        var copy = Registration.Event(state, original with
        {
            SemanticVersion = null,
            Bump = null,
            ParentVersion = to.Number,
            InitialStage = Stage.Trained,
            Tags = from is null ? original.Tags : original.Tags.SetItem($"rollback_from_{from}", "true"),
        }, state.Versions[^1].SemanticVersion.Next(VersionBump.Patch), $"a copy of version {to.Number}, returned to from {(from is null ? "no version" : $"version {from}")}");
        var back = new ModelRolledBack { From = from, To = number, CopyOf = to.Number, Reason = command.Reason, ReportId = command.ReportId, AsOf = command.AsOf };
        var leaving = state.InProduction.Select(leaver => Move(state.Find(leaver)!, Stage.Archived, command));
        var enters = new StageMoved { Number = number, From = Stage.Trained, To = Stage.Production, Cause = MoveCause.Rollback, Reason = command.Reason };
        return new Decision<ModelEvent> { Events = [copy, back, .. leaving, enters] };
    }

    private static StageMoved Move(VersionRow row, Stage to, RollBackModel command) => new()
    {
        Number = row.Number,
        From = row.Stage,
        To = to,
        Cause = MoveCause.Rollback,
        Reason = command.Reason,
    };

    private static string Now(ModelState state) => state.Production is { } number ? $"version {number} is" : "no version is";

    private static string Candidates(ModelState state)
    {
        var served = state.Versions.Where(row => row is { Served: true, Deleted: false } && row.Stage != Stage.Production).Select(row => row.Number).ToList();
        if (served.Count == 0)
            return "No other version was there before.";
        var latest = string.Join(", ", served.TakeLast(MaxNamed));
        return served.Count > MaxNamed
            ? $"Versions that were there before, the latest {MaxNamed} of {served.Count}: {latest}."
            : $"Versions that were there before: {latest}.";
    }
}
