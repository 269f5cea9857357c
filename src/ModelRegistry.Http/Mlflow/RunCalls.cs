using Microsoft.AspNetCore.Http;
using ModelRegistry.Core.Tracking;
using ModelRegistry.Grains.Registry;
using ModelRegistry.Http.Security;
using ModelRegistry.Postgres.Tracking;

namespace ModelRegistry.Http.Mlflow;

/// <summary>Calls on runs.</summary>
internal sealed class RunCalls(IRunStore runs, ManifestCloser manifests, TrackingRules rules, TimeProvider clock)
{
    private const int DefaultPage = 1_000;

    public async Task CreateAsync(HttpContext http, MlflowMessage request)
    {
        request.MustBeObject();
        var now = clock.GetUtcNow();
        var experiment = request.Text("experiment_id") is { Length: > 0 } id ? MlflowCall.ParseExperiment(id) : TrackedExperiment.DefaultId;
        var run = NewRun.Of(
            Guid.CreateVersion7(now),
            experiment,
            request.Text("run_name"),
            request.Text("user_id") is { Length: > 0 } user ? user : Caller.Of(http).Principal,
            request.Integer("start_time") ?? now.ToUnixTimeMilliseconds(),
            request.Pairs("tags"),
            rules);
        await AnswerAsync(http, await runs.CreateAsync(run, http.RequestAborted));
    }

    public async Task GetAsync(HttpContext http, MlflowMessage request) => await AnswerAsync(http, await runs.GetAsync(request.RunId(), http.RequestAborted));

    public async Task UpdateAsync(HttpContext http, MlflowMessage request)
    {
        var id = request.RunId();
        var status = request.Word<RunStatus>("status", RunStatusWords.TryParse);
        var name = request.Text("run_name") is { Length: > 0 } given ? rules.TagValue(given) : null;
        var info = await runs.UpdateAsync(id, status, request.Integer("end_time"), name, http.RequestAborted);
        if (status?.IsEnd() == true)
            await manifests.CloseAsync(id);
        await MlflowAnswer.WriteAsync(http, writer => RunJson.WriteInfo(writer, "run_info", info));
    }

    public async Task DeleteAsync(HttpContext http, MlflowMessage request)
    {
        var id = request.RunId();
        await runs.SetDeletedAsync(id, deleted: true, http.RequestAborted);
        await manifests.CloseAsync(id);
        await MlflowAnswer.EmptyAsync(http);
    }

    public async Task RestoreAsync(HttpContext http, MlflowMessage request)
    {
        await runs.SetDeletedAsync(request.RunId(), deleted: false, http.RequestAborted);
        await MlflowAnswer.EmptyAsync(http);
    }

    public async Task SearchAsync(HttpContext http, MlflowMessage request)
    {
        var page = await runs.SearchAsync(
            new()
            {
                Experiments = [.. request.Texts("experiment_ids").Select(MlflowCall.TryParseExperiment).OfType<long>()],
                Filter = request.Text("filter") ?? "",
                OrderBy = [.. request.Texts("order_by")],
                View = request.View("run_view_type"),
                PageSize = request.PageSize(DefaultPage),
                PageToken = request.PageToken(),
            },
            http.RequestAborted);
        await MlflowAnswer.PageAsync(http, "runs", page.Rows, page.NextPageToken, RunJson.Write);
    }

    /// <summary>Clients that ask for no number want everything; the most that one answer holds is a million.</summary>
    public async Task HistoryAsync(HttpContext http, MlflowMessage request)
    {
        var id = request.RunId();
        var size = request.Integer("max_results") is null ? TrackingLimits.HistoryPage : request.PageSize(0);
        var page = await runs.HistoryAsync(id, request.Required("metric_key"), size, request.PageToken(), http.RequestAborted);
        await MlflowAnswer.PageAsync(http, "metrics", page.Rows, page.NextPageToken, RunJson.WriteMetric);
    }

    private static Task AnswerAsync(HttpContext http, TrackedRun run) => MlflowAnswer.WriteAsync(http, writer =>
    {
        writer.WritePropertyName("run"u8);
        RunJson.Write(writer, run);
    });
}
