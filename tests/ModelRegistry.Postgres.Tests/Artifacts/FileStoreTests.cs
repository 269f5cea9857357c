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
        var stored = await StoreOf().PutAsync(new MemoryStream(Bytes(5000)));
        var orphan = Path.Combine(Directory.CreateDirectory(Path.Combine(Folder, "ab", "cd")).FullName, "abcd" + new string('0', 60));
        var upload = Path.Combine(Folder, "incoming", "0197");
        await File.WriteAllTextAsync(orphan, "its commit failed");
        await File.WriteAllTextAsync(upload, "its host was killed");
        Assert.Equal(0, (await Collector.CollectAsync()).Leftovers);

        Wait(TimeSpan.FromDays(8));
        await StoreOf().PutAsync(new MemoryStream(Bytes(5000)));

        Assert.Equal(2, (await Collector.CollectAsync()).Leftovers);
        Assert.Equal(stored.Digest, Path.GetFileName(Assert.Single(Files())));
        Assert.Equal(1, await Database.ScalarAsync<long>("SELECT count(*) FROM artifacts"));
    }

    [Fact]
    public async Task Read_FileFromBeforeSmallOnesWereInTheirRow_IsFoundAndMendedByAPut()
    {
        var (content, digest) = (Bytes(900), Digest(Bytes(900)));
        var path = ArtifactFolder.PathOf(Folder, digest);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        await File.WriteAllBytesAsync(path, content);
        await Database.ExecuteAsync($"INSERT INTO artifacts (digest, size, created_at, touched_at) VALUES ('{digest}', 900, now(), now())");
        Assert.Equal(content, await StoreOf().ReadAsync(digest));

        await File.WriteAllBytesAsync(path, content[..899]);
        await Assert.ThrowsAsync<CorruptArtifactException>(() => StoreOf().ReadAsync(digest));
        Assert.Equal(PutOutcome.AlreadyThere, (await StoreOf().PutAsync(new MemoryStream(content))).Outcome);

        Assert.Equal(content, await StoreOf().ReadAsync(digest));
        Wait(TimeSpan.FromDays(8));
        Assert.Equal(1, (await Collector.CollectAsync()).Artifacts);
        Assert.False(File.Exists(path));
    }

    private protected override Task<long> KeeperBytesAsync() => Task.FromResult(Files().Sum(file => new FileInfo(file).Length));

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
