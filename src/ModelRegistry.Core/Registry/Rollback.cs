using ModelRegistry.Contracts;
using ModelRegistry.Contracts.Registry;
using ModelRegistry.Contracts.Registry.Commands;
using ModelRegistry.Contracts.Registry.Events;

namespace ModelRegistry.Core.Registry;

/// <summary>Production returns to a version that was there before. It passes no gates: they were passed then, and a freeze does not hold it up.</summary>
public static class Rollback
{
    private const int MaxNamed = 20;

    public static Decision<ModelEvent> Decide(ModelState state, RollBackModel command, CommandContext context)
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
        return wrong is not null ? wrong : Events(state, row!, command);
    }

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
        var served = state.Versions.Where(row => row.Served && row.Stage != Stage.Production).Select(row => row.Number).ToList();
        if (served.Count == 0)
            return "No other version was there before.";
        var latest = string.Join(", ", served.TakeLast(MaxNamed));
        return served.Count > MaxNamed
            ? $"Versions that were there before, the latest {MaxNamed} of {served.Count}: {latest}."
            : $"Versions that were there before: {latest}.";
    }
}
