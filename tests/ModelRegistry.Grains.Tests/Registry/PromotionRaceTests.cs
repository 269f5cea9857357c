using System.Globalization;
using ModelRegistry.Grains.Tests.Sequences;
using ModelRegistry.Tests.Shared;

namespace ModelRegistry.Grains.Tests.Registry;

/// <summary>See <see cref="PromotionRace"/>. <c>MODELREG_RACE_ROUNDS</c> sets another number than 1,000 rounds.</summary>
[Collection(PostgresCollection.Name)]
public sealed class PromotionRaceTests(PostgresFixture postgres) : IDisposable
{
    private readonly string folder = Path.Combine(Path.GetTempPath(), $"mr-race-{Environment.ProcessId}");

    private static readonly int Rounds = int.Parse(Environment.GetEnvironmentVariable("MODELREG_RACE_ROUNDS") ?? "1000", CultureInfo.InvariantCulture);

    public void Dispose()
    {
        if (Directory.Exists(folder))
            Directory.Delete(folder, recursive: true);
    }

    [Fact]
    public async Task Promote_EightAtOnce_LeavesExactlyOneInProductionEachRound()
    {
        await using var database = await postgres.CreateDatabaseAsync();
        Assert.True(await PromotionRace.RunAsync(database.ConnectionString, callers: 8, Rounds) >= Rounds);
    }

    [Fact]
    public async Task Promote_SixtyFourAtOnce_LeavesExactlyOneInProductionEachRound()
    {
        await using var database = await postgres.CreateDatabaseAsync();
        Assert.True(await PromotionRace.RunAsync(database.ConnectionString, callers: 64, Rounds / 25) >= Rounds / 25);
    }

    [Fact]
    public async Task Promote_TheDatabaseIsRestartedInTheMiddle_LosesAndDoublesNothing()
    {
        await using var server = await SequenceServer.StartAsync(folder);
        Assert.True(await PromotionRace.RunAsync(server.ConnectionString, callers: 64, rounds: 4, round => round % 2 == 1 ? server.RestartAsync() : Task.CompletedTask) >= 4);
    }
}
