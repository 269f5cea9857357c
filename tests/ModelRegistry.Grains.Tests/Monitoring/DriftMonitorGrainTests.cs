using ModelRegistry.Contracts;
using ModelRegistry.Contracts.Monitoring;
using ModelRegistry.Contracts.Registry.Commands;
using ModelRegistry.Contracts.Serving;
using ModelRegistry.Grains.Monitoring;
using ModelRegistry.Grains.Tests.Registry;
using ModelRegistry.Tests.Shared;

namespace ModelRegistry.Grains.Tests.Monitoring;

/// <summary>The monitor from the log to the registry, on a real server.</summary>
[Collection(PostgresCollection.Name)]
public sealed class DriftMonitorGrainTests(PostgresFixture postgres) : IAsyncLifetime
{
    private const int Span = 35;
    private TestDatabase _database = null!;

    public async Task InitializeAsync() => _database = await postgres.CreateDatabaseAsync();

    public async Task DisposeAsync() => await _database.DisposeAsync();

    [Fact]
    public async Task Nudge_DayIsClosed_IsScannedWithoutBeingAsked()
    {
        await using var host = await (await MonitorHost.StartAsync(_database)).WithModelAsync();
        await host.LogAsync(0, Span + 1);
        var report = host.Reports.Next(r => r.AsOf == Day(Span - 1));
        await host.NudgeAsync();

        Assert.Equal(("closed_day", DriftSeverity.None, 1500L), ((await report).Trigger, (await report).Severity, (await report).Rows));
        var view = await host.Monitor.Get();
        Assert.Equal((Day(Span - 1), Day(Span).AddHours(16), 1), (view.ScannedThrough, view.Watermark, view.ReferenceVersion));
    }

    [Fact]
    public async Task Reminder_NudgeWasLost_ScansTheClosedDays()
    {
        await using var host = await (await MonitorHost.StartAsync(_database)).WithModelAsync();
        Assert.Null((await host.Monitor.Get()).ScannedThrough);
        await host.LogAsync(0, Span + 1);
        var report = host.Reports.Next(r => r.AsOf == Day(Span - 1));
        host.Time.Advance(MonitorHost.Period);
        Assert.Equal("reminder", (await report).Trigger);
    }

    [Fact]
    public async Task Restart_NudgeDiedWithTheHost_ScansTheClosedDaysAtOnce()
    {
        await using (var host = await (await MonitorHost.StartAsync(_database)).WithModelAsync())
            await host.LogAsync(0, Span + 1);

        await using (var host = await MonitorHost.StartAsync(_database))
        {
            var next = host.Reports.Next(r => r.AsOf == Day(Span - 1));
            var there = await host.Reports.ListAsync(host.ModelId, Day(Span - 1), null, null, 1);
            Assert.Equal("closed_day", (there.Count > 0 ? there[0] : await next).Trigger);
        }
    }

    [Fact]
    public async Task Scan_DriftConfirmed_FreezesAsksOnceThawsAndSurvivesARestart()
    {
        await using (var host = await (await MonitorHost.StartAsync(_database)).WithModelAsync())
        {
            await host.LogAsync(0, Span);
            await host.LogAsync(Span, Span + 1, spread: 4);
            var report = await host.ScanAsync(Span);
            Assert.Equal(("demand", DriftSeverity.Severe, 1, "none"), (report.Trigger, report.Severity, report.SevereInARow, report.Action));
            Assert.Null((await host.Model.Get())!.Frozen);
            await host.LogAsync(Span + 1, Span + 3, spread: 4);
            report = await host.Reports.FindAsync(host.ModelId, (await host.ScanAsync(Span + 1)).Id);
            Assert.Equal((DriftSeverity.Severe, 2, "freeze"), (report!.Severity, report.SevereInARow, report.Action));
            await host.ScanAsync(Span + 2);
            Assert.Equal(report.Id, (await host.Model.Get())!.Frozen?.ReportId);
        }

        await using (var host = await MonitorHost.StartAsync(_database))
        {
            await host.LogAsync(Span + 3, Span + 25);
            await host.ScanAsync(Span + 24);
            Assert.Null((await host.Model.Get())!.Frozen);
            var reports = await host.Reports.ListAsync(host.ModelId, null, null, null, 100);
            Assert.Equal(["thaw", "freeze"], reports.Select(r => r.Action).Where(a => a != "none"));
            var request = Assert.Single((await host.Retraining.Get()).Requests);
            Assert.Equal(reports.Single(r => r.Action == "freeze").Id, request.ReportId);
            Assert.Equal(1, (await host.Model.Get())!.Production);
        }
    }

    [Fact]
    public async Task Scan_FireDrill_RollsBackOnTheFirstScanAndLeavesNoTrace()
    {
        await using var host = await (await MonitorHost.StartAsync(_database)).WithModelAsync();
        await host.LogAsync(0, Span + 2);
        await host.ScanAsync(Span);
        Assert.Null((await host.Monitor.Configure(Commands.By(), new MonitorPolicy { ConfirmScans = 1, MinRows = 100 })).Refusal);
        Assert.Equal(1, (await host.Monitor.Get()).Policy.ConfirmScans);
        var drill = await host.RegisterAsync(drill: true);
        Assert.Null((await host.Model.Promote(Commands.By(), new PromoteVersion { Number = drill })).Refusal);
        await host.LogAsync(Span + 2, Span + 3, version: drill, role: TrafficRole.Drill, score: 0.1);

        var report = await host.ScanAsync(Span + 2);
        Assert.Equal((DriftSeverity.Severe, "rollback", true, drill), (report.Severity, report.Action, report.Drill, report.Version));
        var model = (await host.Model.Get())!;
        Assert.Equal((1, null), (model.Production, model.Frozen));
        Assert.Equal(0, (await host.Monitor.Get()).SevereInARow);
        Assert.Empty((await host.Retraining.Get()).Requests);
    }

    [Fact]
    public async Task Restart_DiedBetweenReportAndAction_ActsOnceOnTheSameReport()
    {
        DriftReport stored;
        await using (var host = await (await MonitorHost.StartAsync(_database)).WithModelAsync())
        {
            await host.LogAsync(0, Span);
            await host.LogAsync(Span, Span + 2, spread: 4);
            host.Reports.DieAfter = r => r.Action == "pending freeze";
            await Assert.ThrowsAsync<InvalidOperationException>(() => host.ScanAsync(Span + 1));
            Assert.Null((await host.Model.Get())!.Frozen);
            stored = (await host.Reports.ListAsync(host.ModelId, null, null, null, 1))[0];
        }

        await using (var host = await MonitorHost.StartAsync(_database))
        {
            var report = await host.ScanAsync(Span + 1);
            Assert.Equal((stored.Id, stored.At, "freeze"), (report.Id, report.At, report.Action));
            Assert.Equal(stored.Id, (await host.Model.Get())!.Frozen?.ReportId);
            Assert.Single((await host.Retraining.Get()).Requests);
        }
    }

    [Fact]
    public async Task Restart_SnapshotDeleted_GoesOnAsIfNothingHadHappened()
    {
        MonitorView before;
        await using (var host = await (await MonitorHost.StartAsync(_database)).WithModelAsync())
        {
            await host.LogAsync(0, Span);
            await host.LogAsync(Span, Span + 3, spread: 4);
            await host.ScanAsync(Span + 2);
            before = await host.Monitor.Get();
        }

        Assert.Equal(1, await _database.ExecuteAsync($"DELETE FROM {TestCluster.States}"));
        await using (var host = await MonitorHost.StartAsync(_database))
        {
            var reports = MonitorHost.Text(await host.Reports.ListAsync(host.ModelId, null, null, null, 100));
            await host.ScanAsync(Span + 2);
            Assert.Equal(before, await host.Monitor.Get());
            Assert.Equal(reports, MonitorHost.Text(await host.Reports.ListAsync(host.ModelId, null, null, null, 100)));
            await host.LogAsync(Span + 3, Span + 4, spread: 4);
            Assert.Equal(4, (await host.ScanAsync(Span + 3)).SevereInARow);
            Assert.Single((await host.Retraining.Get()).Requests);
        }
    }

    [Fact]
    public async Task Scan_NothingThere_SaysWhy()
    {
        await using var host = await MonitorHost.StartAsync(_database);
        Assert.Equal("model_not_found", (await host.Monitor.Scan(Commands.By(), null)).Refusal?.Code);
        await host.WithModelAsync();
        var refusal = (await host.Monitor.Scan(Commands.By(), null)).Refusal;
        Assert.Equal((RefusalKind.Conflict, "nothing_to_scan"), (refusal?.Kind, refusal?.Code));
    }

    private static DateTimeOffset Day(int day) => Days.Start(Traffic.First.AddDays(day));
}
