using ModelRegistry.Postgres.Artifacts;
using ModelRegistry.Tests.Shared;

namespace ModelRegistry.Postgres.Tests.Artifacts;

[Collection(PostgresCollection.Name)]
public sealed class DatabaseStoreTests(PostgresFixture postgres) : ArtifactStoreTests(postgres)
{
    private protected override IArtifactBytes Keeper => new DatabaseArtifacts(Database.DataSource, Clock);

    [Fact]
    public async Task Collect_UploadOfAKilledHost_IsSweptWhenItIsOld()
    {
        var upload = await Keeper.BeginAsync(CancellationToken.None);
        await upload.WriteAsync(Bytes(2_000_000), CancellationToken.None);
        Wait(TimeSpan.FromDays(7));
        Assert.Equal(0, (await Collector.CollectAsync()).Leftovers);

        Wait(TimeSpan.FromSeconds(1));

        Assert.Equal(1, (await Collector.CollectAsync()).Leftovers);
        Assert.Equal(0, await KeeperBytesAsync());
        await Assert.ThrowsAsync<IOException>(async () => await upload.WriteAsync(Bytes(2_000_000), CancellationToken.None));
        await upload.DisposeAsync();
    }

    [Fact]
    public async Task Put_AgainWhileItIsRead_DoesNotDisturbTheReader()
    {
        var content = Bytes(3_000_000);
        var stored = await StoreOf().PutAsync(new MemoryStream(content));
        await using var reading = await StoreOf().OpenAsync(stored.Digest);
        var read = new MemoryStream();
        var buffer = new byte[100_000];
        read.Write(buffer, 0, await reading!.ReadAsync(buffer));

        await StoreOf().PutAsync(new MemoryStream(content));
        await reading.CopyToAsync(read);

        Assert.Equal(content, read.ToArray());
    }

    [Fact]
    public async Task Move_FilesThatTheDatabaseLacks_AreCopiedOnce()
    {
        var files = new ArtifactStore(Database.DataSource, new FileArtifacts(Folder, Clock), Clock, Microsoft.Extensions.Options.Options.Create(new ArtifactOptions()));
        var (one, two) = (await files.PutAsync(new MemoryStream(Bytes(1_500_000))), await files.PutAsync(new MemoryStream(Bytes(5000))));
        var small = await files.PutAsync(new MemoryStream(Bytes(0)));
        var move = new ArtifactMove(Database.DataSource, Folder, StoreOf(), Clock);
        Assert.Null(await StoreOf().FindAsync(one.Digest));

        Assert.Equal(2, await move.IntoDatabaseAsync((_, _) => { }));
        Assert.Equal(0, await move.IntoDatabaseAsync((_, _) => { }));

        Assert.Equal(2, await move.CountInDatabaseAsync());
        Assert.Equal(Bytes(1_500_000), await StoreOf().ReadAsync(one.Digest));
        Assert.Equal(Bytes(5000), await StoreOf().ReadAsync(two.Digest));
        Assert.Empty((await StoreOf().ReadAsync(small.Digest))!);
    }

    private protected override Task<long> KeeperBytesAsync() => Database.ScalarAsync<long>("SELECT coalesce(sum(octet_length(bytes)), 0)::bigint FROM artifact_chunks");

    private protected override Task DamageAsync(string digest) =>
        Database.ExecuteAsync("UPDATE artifact_chunks SET bytes = set_byte(bytes, 77, get_byte(bytes, 77) # 1) WHERE number = 1");

    private protected override Task CutAsync(string digest) => Database.ExecuteAsync("DELETE FROM artifact_chunks WHERE number = 2");
}
