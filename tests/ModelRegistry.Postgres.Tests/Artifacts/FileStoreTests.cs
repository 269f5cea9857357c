using ModelRegistry.Postgres.Artifacts;
using ModelRegistry.Tests.Shared;

namespace ModelRegistry.Postgres.Tests.Artifacts;

[Collection(PostgresCollection.Name)]
public sealed class FileStoreTests(PostgresFixture postgres) : ArtifactStoreTests(postgres)
{
    private protected override IArtifactBytes Keeper => new FileArtifacts(Folder, Clock);

    [Fact]
    public async Task Collect_UploadOfAKilledHostAndFileWithoutARow_AreSweptWhenTheyAreOld()
    {
        var stored = await StoreOf().PutAsync(new MemoryStream(Bytes(10)));
        var orphan = Path.Combine(Directory.CreateDirectory(Path.Combine(Folder, "ab", "cd")).FullName, "abcd" + new string('0', 60));
        var upload = Path.Combine(Folder, "incoming", "0197");
        await File.WriteAllTextAsync(orphan, "its commit failed");
        await File.WriteAllTextAsync(upload, "its host was killed");
        Assert.Equal(0, (await Collector.CollectAsync()).Leftovers);

        Wait(TimeSpan.FromDays(8));
        await StoreOf().PutAsync(new MemoryStream(Bytes(10)));

        Assert.Equal(2, (await Collector.CollectAsync()).Leftovers);
        Assert.Equal(stored.Digest, Path.GetFileName(Assert.Single(Files())));
        Assert.Equal(1, await Database.ScalarAsync<long>("SELECT count(*) FROM artifacts"));
    }

    private protected override Task<long> HeldBytesAsync() => Task.FromResult(Files().Sum(file => new FileInfo(file).Length));

    private protected override async Task DamageAsync(string digest)
    {
        var content = await File.ReadAllBytesAsync(Assert.Single(Files()));
        content[content.Length / 2] ^= 1;
        await File.WriteAllBytesAsync(Files()[0], content);
    }

    private protected override Task CutAsync(string digest)
    {
        using var file = new FileStream(Assert.Single(Files()), FileMode.Open);
        file.SetLength(file.Length - 1);
        return Task.CompletedTask;
    }

    private string[] Files() => Directory.GetFiles(Folder, "*", SearchOption.AllDirectories);
}
