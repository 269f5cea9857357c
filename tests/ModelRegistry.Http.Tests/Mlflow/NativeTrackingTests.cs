using ModelRegistry.Http.Tests.Hosting;

namespace ModelRegistry.Http.Tests.Mlflow;

[Collection(ServerCollection.Name)]
public sealed class NativeTrackingTests(RegistryServer server)
{
    private readonly MlflowCaller _mlflow = MlflowCaller.Of(server);

    [Fact]
    public async Task Best_Run_IsTheGreatestOrTheLeast()
    {
        var experiment = await _mlflow.ExperimentAsync(server.NewName());
        foreach (var (name, value) in new[] { ("a", "0.5"), ("b", "0.75"), ("c", "\"NaN\""), ("d", "0.25"), ("e", (string?)null) })
        {
            var run = await _mlflow.RunAsync(experiment, more: $$""", "run_name": "{{name}}" """);
            if (value is not null)
                await _mlflow.MustAsync("runs/log-metric", $$"""{"run_id": "{{run}}", "key": "val/auc 1", "value": {{value}}, "timestamp": 1}""");
        }

        var best = (await server.Admin.GetAsync($"tracking/experiments/{experiment}/best?metric=val/auc+1")).Json;
        Assert.Equal(("b", 0.75), ((string)best["run"]!["name"]!, (double)best["value"]!));
        Assert.Equal("d", (string)(await server.Admin.GetAsync($"tracking/experiments/{experiment}/best?metric=val/auc+1&direction=min")).Json["run"]!["name"]!);
        (await server.Admin.GetAsync($"tracking/experiments/{experiment}/best?metric=other")).MustBeProblem(404, "run_not_found", "'other'");
        (await server.Admin.GetAsync($"tracking/experiments/{experiment}/best?metric=other%60")).MustBeProblem(400, "malformed", "other`");
        (await server.Admin.GetAsync($"tracking/experiments/{experiment}/best?metric=")).MustBeProblem(400, "malformed", "name");
        (await server.Admin.GetAsync($"tracking/experiments/{experiment}/best?metric=m&direction=up")).MustBeProblem(400, "malformed", "max or min");
        (await server.Admin.GetAsync("tracking/experiments/99999999/best?metric=m")).MustBeProblem(404, "not_found", "99999999");
        (await server.Admin.GetAsync($"tracking/experiments/{experiment}/best")).MustBeProblem(400, "malformed", "metric is missing");
    }

    [Fact]
    public async Task Compare_Runs_ShowsParamsThatDifferAndAllMetrics()
    {
        var (first, second) = (await _mlflow.RunAsync(), await _mlflow.RunAsync());
        await _mlflow.MustAsync("runs/log-batch", $$"""{"run_id": "{{first}}", "metrics": [{"key": "auc", "value": 1, "timestamp": 1}], "params": [{"key": "same", "value": "1"}, {"key": "depth", "value": "3"}]}""");
        await _mlflow.MustAsync("runs/log-batch", $$"""{"run_id": "{{second}}", "metrics": [{"key": "auc", "value": "NaN", "timestamp": 1}, {"key": "loss", "value": 2, "timestamp": 1}], "params": [{"key": "same", "value": "1"}, {"key": "depth", "value": "4"}, {"key": "new", "value": ""}]}""");

        var compared = (await server.Admin.GetAsync($"tracking/compare?run={first}&run={second}")).Json;

        Assert.Equal([first, second], compared["runs"]!.AsArray().Select(run => (string)run!["id"]!));
        Assert.Equal("""[{"key":"depth","values":["3","4"]},{"key":"new","values":[null,""]}]""", compared["params"]!.ToJsonString());
        Assert.Equal("""[{"key":"auc","values":[1,"NaN"]},{"key":"loss","values":[null,2]}]""", compared["metrics"]!.ToJsonString());
        (await server.Admin.GetAsync($"tracking/compare?run={first}")).MustBeProblem(400, "malformed", "2 to 20");
        (await server.Admin.GetAsync($"tracking/compare?run={first}&run=x")).MustBeProblem(404, "not_found", "id=x");
    }

    [Fact]
    public async Task Series_OfAMetric_IsThinnedOut()
    {
        var run = await _mlflow.RunAsync();
        var metrics = string.Join(',', Enumerable.Range(0, 1000).Select(i => $$"""{"key": "train/loss", "value": {{(i == 500 ? 99 : 1)}}, "timestamp": {{i}}, "step": {{i}}}"""));
        await _mlflow.MustAsync("runs/log-batch", $$"""{"run_id": "{{run}}", "metrics": [{{metrics}}]}""");

        var series = (await server.Admin.GetAsync($"tracking/runs/{run}/metrics/train%2Floss/series?points=10")).Json;

        Assert.Equal((1000, 10), ((int)series["count"]!, series["points"]!.AsArray().Count));
        Assert.Contains(series["points"]!.AsArray(), point => (int)point!["step"]! == 500 && (double)point["value"]! == 99);
        Assert.Equal(500, (await server.Admin.GetAsync($"tracking/runs/{run}/metrics/train%2floss/series")).Json["points"]!.AsArray().Count);
        (await server.Admin.GetAsync($"tracking/runs/{run}/metrics/other/series")).MustBeProblem(404, "metric_not_found", "other");
        (await server.Admin.GetAsync($"tracking/runs/{run}/metrics/other/series?points=1")).MustBeProblem(400, "malformed", "2 to 10000");
        (await server.Admin.GetAsync("tracking/runs/x/metrics/other/series")).MustBeProblem(404, "not_found", "id=x");
    }
}
