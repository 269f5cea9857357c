using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using ModelRegistry.Contracts;
using ModelRegistry.Core.Tracking;
using ModelRegistry.Http.Security;
using ModelRegistry.Postgres.Tracking;

namespace ModelRegistry.Http.Native;

/// <summary>What runs tell beyond MLflow's calls: the best one, several side by side, series for plots.</summary>
internal static class TrackingEndpoints
{
    private const int MostCompared = 20;
    private const int DefaultPoints = 500;
    private const int MostPoints = 10_000;

    public static void MapTracking(this IEndpointRouteBuilder routes)
    {
        routes.MapGet("/tracking/experiments/{id}/best", BestAsync).Needs(Role.Viewer).WithSummary("The run of an experiment whose latest value of a metric is the greatest or least");
        routes.MapGet("/tracking/compare", CompareAsync).Needs(Role.Viewer).WithSummary("Runs side by side: params that differ, and metrics");
        routes.MapGet("/tracking/runs/{id}/metrics/{key}/series", SeriesAsync).Needs(Role.Viewer).WithSummary("The values of a metric over its steps, thinned out for a plot");
    }

    private static async Task<IResult> BestAsync(HttpContext http, IExperimentStore experiments, IRunStore runs, long id, string metric, string? direction)
    {
        var falling = direction switch
        {
            null or "max" => true,
            "min" => false,
            _ => throw new BadRequestException($"direction is '{direction}'; max or min is needed"),
        };
        TrackingRules.Metric(new(metric, 0, 0, 0));
        await experiments.GetAsync(id, http.RequestAborted);
        var key = $"metrics.`{metric}`";
        var found = await runs.SearchAsync(new() { Experiments = [id], OrderBy = [falling ? $"{key} DESC" : key], PageSize = 1 }, http.RequestAborted);
        // What is no number comes after all numbers.
        var best = found.Rows.FirstOrDefault(run => run.Metrics.Any(value => value.Key == metric && !double.IsNaN(value.Value)));
        return best is null
            ? Problem.Of(404, "run_not_found", $"no active run of experiment {id} has a value of the metric '{metric}' that is a number")
            : Respond.Json(new { metric, value = best.Metrics.First(value => value.Key == metric).Value, run = RunDocument.Of(best) });
    }

    private static async Task<IResult> CompareAsync(HttpContext http, IRunStore runs, string[] run)
    {
        if (run.Length is < 2 or > MostCompared)
            throw new BadRequestException($"run is given {run.Length} times; 2 to {MostCompared} runs are compared");
        var found = await Task.WhenAll(run.Select(id => runs.GetAsync(RunId.Parse(id), http.RequestAborted)));
        var comparison = RunComparison.Of(found);
        return Respond.Json(new { runs = found.Select(RunDocument.Of), comparison.Params, comparison.Metrics });
    }

    private static async Task<IResult> SeriesAsync(HttpContext http, IRunStore runs, string id, string key, int? points)
    {
        var most = points ?? DefaultPoints;
        if (most is < 2 or > MostPoints)
            throw new BadRequestException($"points is {most}; 2 to {MostPoints} are taken");
        var run = await runs.GetAsync(RunId.Parse(id), http.RequestAborted);
        // The router leaves a slash of the key as it came.
        key = key.Replace("%2F", "/", StringComparison.OrdinalIgnoreCase);
        if (run.Metrics.All(metric => metric.Key != key))
            return Problem.Of(404, "metric_not_found", $"run {id} has no metric '{key}'");
        var history = await runs.HistoryAsync(run.Info.Id, key, TrackingLimits.HistoryPage, null, http.RequestAborted);
        return Respond.Json(new
        {
            key,
            count = history.Rows.Count,
            points = SeriesSampling.Thin(history.Rows, most).Select(value => new { value.Step, value.Timestamp, value.Value }),
        });
    }
}
