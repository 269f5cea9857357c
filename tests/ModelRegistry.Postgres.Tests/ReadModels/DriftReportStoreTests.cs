using ModelRegistry.Contracts.Monitoring;
using ModelRegistry.Postgres.ReadModels;
using ModelRegistry.Postgres.Tests.Events;
using ModelRegistry.Tests.Shared;

namespace ModelRegistry.Postgres.Tests.ReadModels;

[Collection(PostgresCollection.Name)]
public sealed class DriftReportStoreTests(PostgresFixture postgres) : IAsyncLifetime
{
    private static readonly Guid Model = Requests.Id(101);
    private TestDatabase _database = null!;
    private DriftReportStore _reports = null!;

    public async Task InitializeAsync()
    {
        _database = await postgres.CreateDatabaseAsync();
        _reports = new DriftReportStore(_database.DataSource);
    }

    public Task DisposeAsync() => _database.DisposeAsync().AsTask();

    [Fact]
    public async Task Save_SameIdAgain_ReplacesActionAndReasonOnly()
    {
        var report = Report(1, day: 1, DriftSeverity.Severe);
        await _reports.SaveAsync(report);
        await _reports.SaveAsync(report with { Action = "froze", Why = "severe twice", Severity = DriftSeverity.None, Rows = 1 });

        var found = (await _reports.FindAsync(Model, report.Id))!;

        Assert.Equal(("froze", "severe twice", DriftSeverity.Severe, 2350L), (found.Action, found.Why, found.Severity, found.Rows));
        var feature = Assert.Single(found.Features);
        Assert.Equal(("return_1d", 0.3, (double?)null, double.PositiveInfinity), (feature.Feature, feature.Psi, feature.Ks, feature.VarianceRatio));
        Assert.Null(await _reports.FindAsync(Requests.Id(102), report.Id));
    }

    [Fact]
    public async Task List_ByDayAndSeverity_GivesTheLatestFirst()
    {
        await _reports.SaveAsync(Report(1, day: 2, DriftSeverity.None));
        await _reports.SaveAsync(Report(2, day: 1, DriftSeverity.Severe));
        await _reports.SaveAsync(Report(3, day: 2, DriftSeverity.Severe));
        await _reports.SaveAsync(Report(4, day: 3, DriftSeverity.NotEnoughData));
        await _reports.SaveAsync(Report(5, day: 9, DriftSeverity.Severe) with { ModelId = Requests.Id(102) });

        Assert.Equal([4, 3, 1, 2], await NumbersAsync(null, null, null));
        Assert.Equal([3, 2], await NumbersAsync(null, null, DriftSeverity.Moderate));
        Assert.Equal([3, 1], await NumbersAsync(2, 3, null));
        Assert.Single(await _reports.ListAsync(Model, null, null, null, 1));
    }

    [Fact]
    public async Task Evidence_WithAndWithoutReports_CarriesTheLatest()
    {
        var history = new ModelHistory(_database);
        await history.CreateAsync(Model, "ranking");
        await history.AppendAsync(Model, ModelHistory.Registered(1));
        var evidence = new VersionEvidenceReader(_database.DataSource);

        Assert.Null((await evidence.ReadAsync(Model, 1, production: null))!.LatestDrift);
        await _reports.SaveAsync(Report(1, day: 2, DriftSeverity.Severe) with { Action = "froze" });
        await _reports.SaveAsync(Report(2, day: 1, DriftSeverity.None));

        var read = (await evidence.ReadAsync(Model, 1, production: null))!;
        Assert.Equal((Requests.Id(1), "froze"), (read.LatestDrift!.Id, read.LatestDrift.Action));
        Assert.Equal(-0.0123456789012345, read.Metrics["rank_ic"]);
        Assert.Equal(470, read.Manifest.Samples);
        Assert.Null(await evidence.ReadAsync(Model, 2, production: null));
    }

    private async Task<IEnumerable<int>> NumbersAsync(int? fromDay, int? toDay, DriftSeverity? atLeast) =>
        (await _reports.ListAsync(Model, Day(fromDay), Day(toDay), atLeast, 100)).Select(report => (int)report.At.Subtract(Requests.Epoch).TotalSeconds);

    private static DateTimeOffset? Day(int? day) => day is { } number ? new DateTimeOffset(2018, 2, number, 0, 0, 0, TimeSpan.Zero) : null;

    private static DriftReport Report(int number, int day, DriftSeverity severity) => new()
    {
        Id = Requests.Id(number),
        ModelId = Model,
        Version = 2,
        AsOf = Day(day)!.Value,
        At = Requests.Epoch.AddSeconds(number),
        Severity = severity,
        Rows = 2350,
        Days = 5,
        BaselineDays = 30,
        Features = [new FeatureDrift { Feature = "return_1d", Severity = severity, Psi = 0.3, VarianceRatio = double.PositiveInfinity, ModerateThreshold = 0.1, SevereThreshold = 0.25, Calibrated = true }],
    };
}
