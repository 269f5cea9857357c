using System.Globalization;
using ModelRegistry.Core.Tracking;

namespace ModelRegistry.Http.Mlflow;

/// <summary>Members that many calls have.</summary>
internal static class MlflowCall
{
    /// <summary>The run, by <c>run_id</c> or by its old name <c>run_uuid</c>.</summary>
    /// <exception cref="TrackingException">Neither is set, or there can be no such run.</exception>
    public static Guid RunId(this MlflowMessage request) => Core.Tracking.RunId.Parse(request.Text("run_id") is { Length: > 0 } id ? id : request.Text("run_uuid") is { Length: > 0 } old ? old : throw request.Missing("run_id"));

    /// <summary>The experiment. What is no number is the id of none.</summary>
    /// <exception cref="TrackingException">It is not set, or there can be no such experiment.</exception>
    public static long ExperimentId(this MlflowMessage request) => ParseExperiment(request.Required("experiment_id"));

    /// <exception cref="TrackingException">There can be no such experiment.</exception>
    public static long ParseExperiment(string id) => TryParseExperiment(id) ?? throw TrackingException.NotFound($"No Experiment with id={TrackingRules.Shortened(id)} exists");

    /// <summary>Null where there can be no such experiment.</summary>
    public static long? TryParseExperiment(string id) => long.TryParse(id, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;

    /// <summary>Pairs of key and value; where there is no value it is empty.</summary>
    public static IReadOnlyList<KeyedText> Pairs(this MlflowMessage request, string name) =>
        request.Messages(name)?.ConvertAll(pair => new KeyedText(pair.Required("key"), pair.Text("value") ?? "")) ?? [];

    /// <summary>How many rows a page has at most.</summary>
    /// <exception cref="TrackingException">Fewer than one, or more than are allowed.</exception>
    public static int PageSize(this MlflowMessage request, int otherwise, int most = TrackingLimits.SearchPage)
    {
        var size = request.Integer("max_results") ?? otherwise;
        if (size < 1)
            throw TrackingException.Invalid(FormattableString.Invariant($"Invalid value {size} for parameter 'max_results' supplied. It must be a positive integer"));
        return size <= most
            ? (int)size
            : throw TrackingException.Invalid(FormattableString.Invariant($"Invalid value {size} for parameter 'max_results' supplied. It must be at most {most}"));
    }

    /// <summary>The token of the page before; an empty one is none.</summary>
    public static string? PageToken(this MlflowMessage request) => request.Text("page_token") is { Length: > 0 } token ? token : null;

    /// <summary>Which of the active and deleted are wanted.</summary>
    public static LifecycleView View(this MlflowMessage request, string name) => request.Word<LifecycleView>(name, word => word switch
    {
        "ACTIVE_ONLY" => LifecycleView.ActiveOnly,
        "DELETED_ONLY" => LifecycleView.DeletedOnly,
        "ALL" => LifecycleView.All,
        _ => null,
    }) ?? LifecycleView.ActiveOnly;
}
