using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;
using ModelRegistry.Postgres.Log;
using ModelRegistry.Tests.Shared;

namespace ModelRegistry.Postgres.Tests.Log;

public sealed class PredictionLogServicesTests(PostgresFixture postgres) : LogTestBase(postgres)
{
    [Fact]
    public async Task AddPredictionLog_HostStartedAndStopped_WritesInBetweenAndDrains()
    {
        using var host = Host(options => options.FlushInterval = TimeSpan.FromMinutes(1));
        var log = host.Services.GetRequiredService<IPredictionLog>();
        await Assert.ThrowsAsync<StoreUnavailableException>(async () => await log.WriteAsync(Rows(1)));

        await host.StartAsync();
        var pending = await log.WriteAsync(Rows(3));
        await host.Services.GetRequiredService<IOutcomeLog>().WriteActualsAsync(Model, [new Actual { Entity = "T0", AsOf = Day, Value = 1 }]);
        await host.StopAsync();

        Assert.True(pending.IsCompletedSuccessfully);
        Assert.Equal(1, await host.Services.GetRequiredService<IOutcomeLog>().JoinAsync(Model));
        Assert.NotNull(host.Services.GetRequiredService<ILogRetention>());
    }

    [Fact]
    public async Task AddPredictionLog_OptionsThatContradict_FailTheStartWithEveryReason()
    {
        using var host = Host(options =>
        {
            (options.BatchRows, options.Capacity) = (10, 9);
            options.DeadAfter = options.Heartbeat;
        });

        var refusal = await Assert.ThrowsAsync<OptionsValidationException>(() => host.StartAsync());

        Assert.Equal(2, refusal.Failures.Count());
        Assert.Equal(0, await Database.ScalarAsync<long>("SELECT count(*) FROM log_writers"));
    }

    [Fact]
    public async Task AddPredictionLog_OptionOutOfRange_FailsTheStart()
    {
        using var host = Host(options => options.BatchRows = 0);

        await Assert.ThrowsAsync<OptionsValidationException>(() => host.StartAsync());
    }

    private IHost Host(Action<PredictionLogOptions> configure)
    {
        var builder = Microsoft.Extensions.Hosting.Host.CreateEmptyApplicationBuilder(new HostApplicationBuilderSettings());
        builder.Services.AddSingleton<TimeProvider>(Clock);
        builder.Services.AddSingleton(Database.DataSource);
        builder.Services.AddPredictionLog(configure);
        return builder.Build();
    }
}
