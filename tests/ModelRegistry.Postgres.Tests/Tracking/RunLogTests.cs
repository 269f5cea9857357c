using ModelRegistry.Core.Tracking;
using ModelRegistry.Postgres.Tests.Events;
using ModelRegistry.Postgres.Tracking;
using ModelRegistry.Tests.Shared;

namespace ModelRegistry.Postgres.Tests.Tracking;

public sealed class RunLogTests(PostgresFixture postgres) : TrackingTestBase(postgres)
{
    [Fact]
    public async Task Log_RandomBatchesOfManyWriters_GiveWhatASimpleModelSays()
    {
        var run = await RunAsync();
        var batches = Enumerable.Range(0, 60).Select(seed => RandomMetrics(new Random(seed))).ToList();

        await Task.WhenAll(batches.Chunk(10).Select(mine => Task.Run(async () =>
        {
            foreach (var metrics in mine)
                await Log.LogAsync(run, Batch(metrics));
        })));
        await Log.LogAsync(run, Batch(batches[7]));

        var all = batches.SelectMany(batch => batch).Distinct().ToList();
        Assert.Equal(all.Count, await CountAsync("run_metrics"));
        var latest = (await Runs.GetAsync(run)).Metrics.ToDictionary(metric => metric.Key, StringComparer.Ordinal);
        foreach (var group in all.GroupBy(metric => metric.Key, StringComparer.Ordinal))
        {
            var expected = RunBatch.Of([.. group], [], [], Rules);
            Assert.Equal(expected.Latest[0], latest[group.Key]);
            Assert.Equal([.. expected.Earlier, expected.Latest[0]], (await Runs.HistoryAsync(run, group.Key, 1_000, null)).Rows);
        }
    }

    [Fact]
    public async Task Log_OneParamByManyWriters_OneWinsAndTheOthersWriteNothing()
    {
        var run = await RunAsync();
        var outcomes = await Task.WhenAll(Enumerable.Range(0, 8).Select(writer => Task.Run(async () =>
        {
            try
            {
                await Log.LogAsync(run, Batch([new($"m{writer}", writer, 1, 1)], new KeyedText("seed", $"{writer}"), new KeyedText($"only-{writer}", "x")));
                return writer;
            }
            catch (TrackingException refused) when (refused.Message.Contains("Param with key='seed' was already logged", StringComparison.Ordinal))
            {
                return -1;
            }
        })));

        var winner = Assert.Single(outcomes, writer => writer >= 0);
        var stored = await Runs.GetAsync(run);
        Assert.Equal([$"m{winner}"], stored.Metrics.Select(metric => metric.Key));
        Assert.Equal([new($"only-{winner}", "x"), new("seed", $"{winner}")], stored.Params.OrderBy(param => param.Key, StringComparer.Ordinal));
    }

    [Fact]
    public async Task Log_WhileTheAnswerIsLost_IsRepeatedWithoutHarm()
    {
        var run = await RunAsync();
        var batch = Batch([new("m", 1, 1, 1), new("m", 2, 2, 2)], new KeyedText("p", "1"));
        await using var proxy = new CuttingProxy(Database.ConnectionString);
        var log = new RunLog(proxy.Database);
        proxy.Judge = (type, _) => type == 'B' ? Cut.AfterAnswer : Cut.None;
        await Assert.ThrowsAsync<StoreUnavailableException>(() => log.LogAsync(run, batch));
        proxy.Judge = (_, _) => Cut.None;

        await log.LogAsync(run, batch);

        Assert.Equal(2, await CountAsync("run_metrics"));
        Assert.Equal([new("m", 2, 2, 2)], (await Runs.GetAsync(run)).Metrics.ToArray());
    }

    [Fact(Timeout = 60_000)]
    public async Task End_WhileABatchCommits_KeepsAllOfItForTheVersion()
    {
        var run = await RunAsync();
        await Database.ExecuteAsync($"INSERT INTO open_manifests VALUES ('{Requests.Id(500)}', 1, '{run}')");
        await using var session = await Database.DataSource.OpenConnectionAsync();
        await using var transaction = await session.BeginTransactionAsync();
        await using (var log = LogStatement.Of(session, run, Batch([new("m", 1, 1, 1)], new KeyedText("p", "1"))))
            await log.ExecuteNonQueryAsync();

        var ended = Runs.UpdateAsync(run, RunStatus.Finished, 8, null);
        await Database.WaitForLocksAsync(sessions: 1);
        await transaction.CommitAsync();

        Assert.Equal((RunStatus.Finished, 8L), ((await ended).Status, (await ended).EndTime));
        Assert.Equal(("1", "m"), (await Database.ScalarAsync<string>("SELECT params ->> 'p' FROM ended_manifests"), await Database.ScalarAsync<string>("SELECT array_to_string(metric_keys, ' ') FROM ended_manifests")));
    }

    [Fact]
    public async Task Log_TwoModelsAtOnce_KeepsBoth()
    {
        var run = await RunAsync();
        await Task.WhenAll(Enumerable.Range(0, 8).Select(i => Task.Run(() => Log.LogModelAsync(run, LoggedModel.Entry($$"""{"artifact_path": "m{{i % 4}}", "flavors": {}, "utc_time_created": "t", "run_id": "r"}""")))));
        var tag = (await Runs.GetAsync(run)).Tags.Single(tag => tag.Key == TrackingRules.LoggedModelsTag);
        Assert.Equal(["m0", "m1", "m2", "m3"], System.Text.Json.Nodes.JsonNode.Parse(tag.Value)!.AsArray().Select(model => (string)model!["artifact_path"]!).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Log_ModelsAtOnce_KeepsTheLatestSignatureOfEachPath()
    {
        var run = await RunAsync();
        await Task.WhenAll(Enumerable.Range(0, 8).Select(i => Task.Run(() => Log.LogModelAsync(run, "{}", new() { ArtifactPath = $"m{i % 4}", Signature = "{}" }))));
        await Log.LogModelAsync(run, "{}", new() { ArtifactPath = "m2", ModelId = "abc" });
        await Log.LogModelAsync(run, "{}");
        Assert.Equal(["m0 {}", "m1 {}", "m2 abc", "m3 {}"], (await Runs.ListModelsAsync(run)).Select(model => $"{model.ArtifactPath} {model.ModelId}{model.Signature}"));
        Assert.Empty(await Runs.ListModelsAsync(Requests.Id(99)));
    }

    [Fact]
    public async Task Inputs_OfManyRunsAtOnce_ShareTheirDataSets()
    {
        var inputs = Enumerable.Range(0, 20).Select(i => new DatasetInput { Dataset = new() { Name = $"set-{i}", Digest = "d", SourceType = "local", Source = "s" } }).ToArray();
        var runs = new List<Guid>();
        for (var i = 0; i < 8; i++)
            runs.Add(await RunAsync());
        await Task.WhenAll(runs.Select((run, i) => Task.Run(() => Log.LogInputsAsync(run, InputBatch.Of([.. inputs.Skip(i), .. inputs.Take(i)])))));
        Assert.Equal((20, 160), (await CountAsync("run_datasets"), await CountAsync("run_inputs")));
    }

    [Fact]
    public async Task History_IsReadFromTheKey()
    {
        var run = await RunAsync();
        await Log.LogAsync(run, Batch([new("m", 1, 1, 1)]));
        var plan = await PlanAsync($"SELECT m.step FROM run_metrics m WHERE m.series = (SELECT l.series FROM run_latest_metrics l WHERE l.run_id = '{run}' AND l.key = 'm') AND (m.step, m.timestamp, m.value) > (0, 0, 0) ORDER BY m.step, m.timestamp, m.value LIMIT 9");
        Assert.Contains("run_metrics_pkey", plan, StringComparison.Ordinal);
        Assert.DoesNotContain("Sort", plan, StringComparison.Ordinal);
    }

    /// <summary>Values of few keys and steps, so that many come late, again, or as the latest.</summary>
    private static LoggedMetric[] RandomMetrics(Random random) =>
        [.. Enumerable.Range(0, random.Next(1, 12)).Select(_ => new LoggedMetric($"k{random.Next(4)}", random.Next(8) == 0 ? double.NaN : random.Next(5), random.Next(3), random.Next(6)))];
}
