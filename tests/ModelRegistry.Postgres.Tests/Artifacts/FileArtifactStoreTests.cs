using System.Security.Cryptography;
using ModelRegistry.Postgres.Artifacts;
using ModelRegistry.Tests.Shared;

namespace ModelRegistry.Postgres.Tests.Artifacts;

[Collection(PostgresCollection.Name)]
public sealed class FileArtifactStoreTests(PostgresFixture postgres) : IAsyncLifetime
{
    private readonly string _folder = Directory.CreateTempSubdirectory("mr-artifacts-").FullName;
    private TestDatabase _database = null!;
    private FileArtifactStore _store = null!;

    public async Task InitializeAsync()
    {
        _database = await postgres.CreateDatabaseAsync();
        _store = new FileArtifactStore(_database.DataSource, TimeProvider.System, new ArtifactStoreOptions { Directory = _folder, MaxBytes = 1_000_000 });
    }

    public async Task DisposeAsync()
    {
        await _database.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(131_072)]
    [InlineData(1_000_000)]
    public async Task Put_Content_IsReadBackUnderItsDigest(int size)
    {
        var content = Bytes(size);

        var stored = await _store.PutAsync(new MemoryStream(content));

        Assert.Equal(new StoredArtifact(Convert.ToHexStringLower(SHA256.HashData(content)), size), stored);
        Assert.Equal(content, await _store.ReadAsync(stored.Digest));
        Assert.Equal(size, await _store.FindAsync(stored.Digest));
        Assert.Equal(size, await _database.ScalarAsync<long>($"SELECT size FROM artifacts WHERE digest = '{stored.Digest}'"));
    }

    [Fact]
    public async Task Put_SameContentFromManyAtOnce_IsStoredOnce()
    {
        var content = Bytes(50_000);

        var stored = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Task.Run(() => _store.PutAsync(new MemoryStream(content)))));

        Assert.Single(stored.Distinct());
        Assert.Single(Files());
        Assert.Equal(1, await _database.ScalarAsync<long>("SELECT count(*) FROM artifacts"));
        Assert.Equal(content, await _store.ReadAsync(stored[0].Digest));
    }

    [Fact]
    public async Task Put_OneByteTooLong_IsRefusedAndLeavesNothing()
    {
        var refused = await Assert.ThrowsAsync<ArtifactTooLargeException>(() => _store.PutAsync(new MemoryStream(Bytes(1_000_001))));

        Assert.Equal(1_000_000, refused.Limit);
        Assert.Empty(Files());
    }

    [Fact]
    public async Task Put_SourceBreaksOff_LeavesNothing()
    {
        await Assert.ThrowsAsync<IOException>(() => _store.PutAsync(new BreakingStream()));

        Assert.Empty(Files());
        Assert.Equal(0, await _database.ScalarAsync<long>("SELECT count(*) FROM artifacts"));
    }

    [Fact]
    public async Task Read_FlippedBit_IsCorruptUntilStoredAgain()
    {
        var content = Bytes(1000);
        var stored = await _store.PutAsync(new MemoryStream(content));
        var damaged = content.ToArray();
        damaged[500] ^= 1;
        await File.WriteAllBytesAsync(Assert.Single(Files()), damaged);

        await Assert.ThrowsAsync<CorruptArtifactException>(() => _store.ReadAsync(stored.Digest));

        await _store.PutAsync(new MemoryStream(content));
        Assert.Equal(content, await _store.ReadAsync(stored.Digest));
    }

    [Theory]
    [InlineData("")]
    [InlineData("../../../../etc/passwd")]
    [InlineData("/etc/passwd")]
    [InlineData("0000000000000000000000000000000000000000000000000000000000000000")]
    [InlineData("../000000000000000000000000000000000000000000000000000000000000000")]
    [InlineData("AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA")]
    public async Task Read_UnknownOrHostileDigest_IsNothing(string digest)
    {
        Assert.Null(await _store.ReadAsync(digest));
        Assert.Null(await _store.FindAsync(digest));
    }

    private string[] Files() => Directory.GetFiles(_folder, "*", SearchOption.AllDirectories);

    private static byte[] Bytes(int size)
    {
        var bytes = new byte[size];
        new Random(size).NextBytes(bytes);
        return bytes;
    }

    private sealed class BreakingStream : MemoryStream
    {
        private int _reads;

        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) =>
            _reads++ == 0 ? new ValueTask<int>(buffer.Length) : throw new IOException("the line broke");
    }
}
