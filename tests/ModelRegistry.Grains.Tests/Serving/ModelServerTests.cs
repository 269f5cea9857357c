using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using ModelRegistry.Contracts;
using ModelRegistry.Contracts.Serving;
using ModelRegistry.Grains.Serving;
using ModelRegistry.Learning.Flavors;
using ModelRegistry.Postgres;
using ModelRegistry.Postgres.Log;

namespace ModelRegistry.Grains.Tests.Serving;

public sealed class ModelServerTests
{
    private static readonly Guid Id = new("01234567-0000-7000-8000-000000000002");
    private readonly MemoryArtifacts _artifacts = new() { Contents = { ["one"] = "a" } };
    private readonly StuckLog _log = new();
    private readonly ServingStatistics _statistics = new();
    private readonly UnloggedAlarm _alarm = new(TimeProvider.System, NullLogger<UnloggedAlarm>.Instance);
    private readonly ModelServer _server;

    public ModelServerTests()
    {
        var routing = new MemoryRouting
        {
            Models = { [Id] = new() { ModelId = Id, Name = "m", Revision = 1, Production = new() { Number = 1, Flavor = "sum", ArtifactDigest = "one" } } },
        };
        var options = Options.Create(new ServingOptions { MaxDurableWait = TimeSpan.FromMilliseconds(50) });
        var scorers = new ScorerCache(_artifacts, new FlavorRegistry([new TestScorer([])]), options);
        _server = new(new RoutingTable(routing, routing), routing, scorers, _log, _statistics, _alarm, options, TimeProvider.System, NullLogger<ModelServer>.Instance);
    }

    [Fact]
    public async Task Predict_WhileTheLogIsStuck_IsAnsweredBuffered()
    {
        var answer = await _server.PredictAsync(Request(durable: false));
        Assert.Equal(("buffered", 2.0), (answer.Value!.Logged, answer.Value.Predictions[0].Score));
    }

    [Fact]
    public async Task Predict_DurablyWhileTheLogIsStuck_IsRefusedInTime()
    {
        var answer = await _server.PredictAsync(Request(durable: true));
        Assert.Equal((RefusalKind.Unavailable, "not_durable"), (answer.Refusal!.Kind, answer.Refusal.Code));
        Assert.Equal((0L, 1L), (_statistics.Of(Id).Requests, _statistics.Of(Id).Refused));
    }

    [Fact]
    public async Task Predict_DurablyWhenTheLogHasIt_SaysSo()
    {
        _log.Committed.SetResult();
        Assert.Equal("durable", (await _server.PredictAsync(Request(durable: true))).Value!.Logged);
    }

    [Fact]
    public async Task Predict_WithAFullLog_IsRefusedAndCounted()
    {
        _log.Refusal = new LogFullException(10);
        Assert.Equal((RefusalKind.Unavailable, "log_full"), await RefusalAsync());
        Assert.Equal(1, _statistics.Of(Id).Refused);
    }

    [Fact]
    public async Task Predict_WithAFullLogAndThePolicyToServe_IsAnsweredUnloggedCountedAndAlarmed()
    {
        _log.Refusal = new LogFullException(10, mayServe: true);
        var answer = await _server.PredictAsync(Request(durable: false));
        Assert.Equal(("no", 2.0), (answer.Value!.Logged, answer.Value.Predictions[0].Score));
        Assert.Equal((1L, 1L, 0L), (_statistics.Of(Id).Requests, _statistics.Of(Id).Unlogged, _statistics.Of(Id).Refused));
        Assert.Equal(1, _alarm.Predictions);
        Assert.NotNull(_alarm.RaisedAt);
    }

    [Fact]
    public async Task Predict_DurablyWithAFullLogAndThePolicyToServe_IsRefused()
    {
        _log.Refusal = new LogFullException(10, mayServe: true);
        Assert.Equal("log_full", (await _server.PredictAsync(Request(durable: true))).Refusal!.Code);
        Assert.Equal(0, _alarm.Predictions);
    }

    [Fact]
    public async Task Predict_WithTheArtifactsOutOfReach_IsUnavailableThenServed()
    {
        _artifacts.Failure = new StoreUnavailableException("away");
        Assert.Equal((RefusalKind.Unavailable, "store_unavailable"), await RefusalAsync());
        _artifacts.Failure = null;
        Assert.NotNull((await _server.PredictAsync(Request(durable: false))).Value);
    }

    [Fact]
    public async Task Predict_WithAnArtifactThatIsNoModel_IsNotLoadable()
    {
        _artifacts.Contents["one"] = "";
        Assert.Equal((RefusalKind.Unavailable, "model_not_loadable"), await RefusalAsync());
    }

    private async Task<(RefusalKind Kind, string Code)> RefusalAsync()
    {
        var refusal = (await _server.PredictAsync(Request(durable: false))).Refusal!;
        return (refusal.Kind, refusal.Code);
    }

    private static PredictRequest Request(bool durable) => new() { Model = "m", Durable = durable, Instances = [new() { Names = ["a"], Values = [2] }] };
}
