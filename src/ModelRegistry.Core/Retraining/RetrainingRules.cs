using System.Collections.Immutable;
using ModelRegistry.Contracts;
using ModelRegistry.Contracts.Registry;
using ModelRegistry.Contracts.Retraining;
using ModelRegistry.Contracts.Retraining.Events;

namespace ModelRegistry.Core.Retraining;

/// <summary>Asking for retraining and answering with a version. Each report asks once: asking again for the same one changes nothing.</summary>
public static class RetrainingRules
{
    private const int MaxReason = 2_000;

    /// <param name="state">The requests so far.</param>
    /// <param name="model">The model as it is now; null when it does not exist.</param>
    /// <param name="context">Who asks; the id of the command becomes the id of the request.</param>
    /// <param name="reason">Stands in the audit log.</param>
    /// <param name="reportId">The drift report that asked for it.</param>
    /// <param name="asOf">The as-of time the request rests on.</param>
    public static Decision<RetrainingEvent> Request(
        RetrainingState state, ModelView? model, CommandContext context, string? reason, Guid? reportId, DateTimeOffset? asOf)
    {
        if (Check(state, model, context) is { } refusal)
            return refusal;
        if (string.IsNullOrWhiteSpace(reason) || reason.Length > MaxReason)
            return Decide.Refuse(RefusalKind.Invalid, "invalid_reason", $"The reason has {reason?.Trim().Length ?? 0} characters; 1 to {MaxReason} are wanted, it stands in the audit log.");
        return state.Open.Any(open => open.ReportId == reportId)
            ? new Decision<RetrainingEvent>()
            : Decide.Events<RetrainingEvent>(new RetrainingRequested { RequestId = context.CommandId, Reason = reason, ReportId = reportId, AsOf = asOf });
    }

    /// <param name="state">The requests so far.</param>
    /// <param name="model">The model as it is now; null when it does not exist.</param>
    /// <param name="context">Who says so.</param>
    /// <param name="number">The version that was trained.</param>
    public static Decision<RetrainingEvent> Complete(RetrainingState state, ModelView? model, CommandContext context, int number)
    {
        if (Check(state, model, context) is { } refusal)
            return refusal;
        if (!model!.Versions.Any(version => version.Number == number))
            return Decide.Refuse(RefusalKind.NotFound, "version_not_found", $"Model '{model.Name}' has no version {number}; register it before it answers a request for retraining.");
        ImmutableArray<Guid> open = [.. state.Open.Select(request => request.Id)];
        return open.IsEmpty
            ? Decide.Refuse(RefusalKind.Conflict, "no_open_request", $"No request for retraining of '{model.Name}' is open, so version {number} answers none.")
            : Decide.Events<RetrainingEvent>(new RetrainingAnswered { Number = number, RequestIds = open });
    }

    /// <summary>Folds an event. Total.</summary>
    public static RetrainingState Apply(RetrainingState state, RetrainingEvent @event, EventStamp stamp) => (@event switch
    {
        RetrainingRequested e => state with { Requests = state.Requests.Add(Of(e, stamp)) },
        RetrainingAnswered e => state with { Requests = [.. state.Requests.Select(r => e.RequestIds.Contains(r.Id) ? r with { AnsweredBy = e.Number } : r)] },
        _ => state,
    }) with { Revision = stamp.Version };

    private static RetrainingRequest Of(RetrainingRequested e, EventStamp stamp)
        => new() { Id = e.RequestId, Reason = e.Reason, ReportId = e.ReportId, AsOf = e.AsOf, RequestedAt = stamp.At };

    private static Refusal? Check(RetrainingState state, ModelView? model, CommandContext context)
    {
        if (context.Role == Role.Viewer)
            return Decide.Refuse(RefusalKind.Forbidden, "role_too_low", $"'{context.Principal}' is a viewer and may read only; changes need the role scientist or above.");
        return model is null
            ? Decide.Refuse(RefusalKind.NotFound, "model_not_found", $"No model has the id {state.ModelId:D}, so it cannot be retrained.")
            : null;
    }
}
