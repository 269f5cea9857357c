using ModelRegistry.Tests.Shared;

namespace ModelRegistry.Postgres.Tests.Transfer;

/// <summary>An empty registry that stays empty, and a good export of another.</summary>
public sealed class HostileTarget(PostgresFixture postgres) : IAsyncLifetime
{
    internal TransferRegistry Registry { get; private set; } = null!;

    internal byte[] Good { get; private set; } = [];

    public async Task InitializeAsync()
    {
        Registry = await TransferRegistry.MakeAsync(postgres);
        await using var other = await TransferRegistry.MakeAsync(postgres);
        await other.ModelAsync(1, "alpha");
        Good = await other.ExportAsync();
    }

    public Task DisposeAsync() => Registry.DisposeAsync().AsTask();
}
