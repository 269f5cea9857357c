using Microsoft.AspNetCore.Http;
using ModelRegistry.Core.Tracking;
using ModelRegistry.Postgres.Tracking;

namespace ModelRegistry.Http.Mlflow;

/// <summary>Calls by which runs log.</summary>
internal sealed class LogCalls(IRunLog log, TrackingRules rules)
{
    public Task MetricAsync(HttpContext http, MlflowMessage request)
    {
        var id = request.RunId();
        return LogAsync(http, id, RunBatch.OfMetric(Metric(request)));
    }

    public Task ParamAsync(HttpContext http, MlflowMessage request)
    {
        var id = request.RunId();
        return LogAsync(http, id, RunBatch.OfParam(Pair(request), rules));
    }

    public Task SetTagAsync(HttpContext http, MlflowMessage request)
    {
        var id = request.RunId();
        return LogAsync(http, id, RunBatch.OfTags([Pair(request)], rules));
    }

    public async Task DeleteTagAsync(HttpContext http, MlflowMessage request)
    {
        var id = request.RunId();
        await log.DeleteTagAsync(id, request.Required("key"), http.RequestAborted);
        await MlflowAnswer.EmptyAsync(http);
    }

    public Task BatchAsync(HttpContext http, MlflowMessage request)
    {
        var id = request.RunId();
        return LogAsync(http, id, RunBatch.Of(request.Messages("metrics")?.ConvertAll(Metric) ?? [], request.Pairs("params"), request.Pairs("tags"), rules));
    }

    public async Task ModelAsync(HttpContext http, MlflowMessage request)
    {
        var id = request.RunId();
        var model = request.Required("model_json");
        await log.LogModelAsync(id, LoggedModel.Entry(model), LoggedSignature.Of(model), http.RequestAborted);
        await MlflowAnswer.EmptyAsync(http);
    }

    public async Task InputsAsync(HttpContext http, MlflowMessage request)
    {
        var id = request.RunId();
        var datasets = request.Messages("datasets") ?? throw request.Missing("datasets");
        await log.LogInputsAsync(id, InputBatch.Of(datasets.ConvertAll(Input)), http.RequestAborted);
        await MlflowAnswer.EmptyAsync(http);
    }

    private async Task LogAsync(HttpContext http, Guid id, RunBatch batch)
    {
        await log.LogAsync(id, batch, http.RequestAborted);
        await MlflowAnswer.EmptyAsync(http);
    }

    internal static LoggedMetric Metric(MlflowMessage metric) => new(
        metric.Required("key"),
        metric.Number("value") ?? throw metric.Missing("value"),
        metric.Integer("timestamp") ?? throw metric.Missing("timestamp"),
        metric.Integer("step") ?? 0);

    private static KeyedText Pair(MlflowMessage request) => new(request.Required("key"), request.Text("value") ?? "");

    internal static DatasetInput Input(MlflowMessage input)
    {
        var dataset = input.Message("dataset") ?? throw input.Missing("dataset");
        return new()
        {
            Tags = [.. input.Pairs("tags")],
            Dataset = new()
            {
                Name = dataset.Required("name"),
                Digest = dataset.Required("digest"),
                SourceType = dataset.Text("source_type") ?? "",
                Source = dataset.Text("source") ?? "",
                Schema = dataset.Text("schema"),
                Profile = dataset.Text("profile"),
            },
        };
    }
}
