using System.Security.Cryptography;
using Microsoft.Extensions.Options;
using ModelRegistry.Core.Artifacts;
using ModelRegistry.Postgres.Artifacts;
using ModelRegistry.Postgres.Events;
using ModelRegistry.Postgres.Tests.Events;
using ModelRegistry.Postgres.Tests.ReadModels;
using ModelRegistry.Tests.Shared;

namespace ModelRegistry.Postgres.Tests.Artifacts;

/// <summary>What every artifact store does, whatever keeps its bytes.</summary>
public abstract class ArtifactStoreTests(PostgresFixture postgres) : IAsyncLifetime
{
    private static readonly TimeSpan Grace = TimeSpan.FromDays(7);
    private readonly SettableTime _clock = new();

    private protected string Folder { get; } = Directory.CreateTempSubdirectory("mr-artifacts-").FullName;

    private protected TestDatabase Database { get; private set; } = null!;

    private protected TimeProvider Clock => _clock;

    private IArtifactStore Store => StoreOf();

    private ArtifactTrees Trees => new(Database.DataSource, Store);

    public async Task InitializeAsync()
    {
        Database = await postgres.CreateDatabaseAsync();
        await Database.ExecuteAsync("DELETE FROM artifacts");
    }

    public async Task DisposeAsync()
    {
        await Database.DisposeAsync();
        Directory.Delete(Folder, recursive: true);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(4096)]
    [InlineData(4097)]
    [InlineData(131_072)]
    [InlineData(1_048_576)]
    [InlineData(3_000_000)]
    public async Task Put_Content_IsReadBackUnderItsDigest(int size)
    {
        var content = Bytes(size);

        var stored = await Store.PutAsync(new MemoryStream(content));

        Assert.Equal(new PutResult(PutOutcome.Stored, Digest(content), size), stored);
        Assert.Equal(content, await Store.ReadAsync(stored.Digest));
        Assert.Equal(size, await Store.FindAsync(stored.Digest));
        Assert.Equal(size, await Database.ScalarAsync<long>($"SELECT size FROM artifacts WHERE digest = '{stored.Digest}'"));
    }

    [Theory]
    [InlineData(700)]
    [InlineData(1_500_000)]
    public async Task Put_SameContentFromManyAtOnce_IsStoredOnce(int size)
    {
        var content = Bytes(size);

        var stored = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Task.Run(() => Store.PutAsync(new MemoryStream(content)))));

        Assert.Single(stored, one => one.Outcome == PutOutcome.Stored);
        Assert.Equal(7, stored.Count(one => one.Outcome == PutOutcome.AlreadyThere));
        Assert.Equal(content.Length, await HeldBytesAsync());
        Assert.Equal(content, await Store.ReadAsync(stored[0].Digest));
    }

    [Fact]
    public async Task Put_ManySmallOnesAtOnce_AreAllStoredAndEachToldWhetherItIsNew()
    {
        var contents = Enumerable.Range(100, 40).Select(Bytes).ToArray();
        var store = Store;
        foreach (var old in contents[..10])
            await store.PutAsync(new MemoryStream(old));

        var stored = await Task.WhenAll(contents.Concat(contents).Select(content => Task.Run(() => store.PutAsync(new MemoryStream(content)))));

        Assert.Equal(30, stored.Count(one => one.Outcome == PutOutcome.Stored));
        foreach (var content in contents)
        {
            Assert.All(stored.Where(one => one.Size == content.Length), one => Assert.Equal(Digest(content), one.Digest));
            Assert.Equal(content, await store.ReadAsync(Digest(content)));
        }
    }

    [Fact]
    public async Task Put_ExpectedDigest_IsStoredAgainOrAConflict()
    {
        var (content, other) = (Bytes(1000), Bytes(999));

        Assert.Equal(PutOutcome.Stored, (await Store.PutAsync(new MemoryStream(content), Digest(content))).Outcome);
        Assert.Equal(PutOutcome.AlreadyThere, (await Store.PutAsync(new MemoryStream(content), Digest(content))).Outcome);
        Assert.Equal(new PutResult(PutOutcome.Conflict, Digest(other), 999), await Store.PutAsync(new MemoryStream(other), Digest(content)));

        Assert.Null(await Store.FindAsync(Digest(other)));
        Assert.Equal(content, await Store.ReadAsync(Digest(content)));
        Assert.Equal(1000, await HeldBytesAsync());
    }

    [Theory]
    [InlineData(100)]
    [InlineData(1_200_000)]
    public async Task Put_OneByteTooLong_IsRefusedAndLeavesNothing(int limit)
    {
        var refused = await Assert.ThrowsAsync<ArtifactTooLargeException>(() => StoreOf(maxBytes: limit).PutAsync(new MemoryStream(Bytes(limit + 1))));

        Assert.Equal(limit, refused.Limit);
        Assert.Equal(0, await HeldBytesAsync());
        Assert.Equal(0, await Database.ScalarAsync<long>("SELECT count(*) FROM artifacts"));
    }

    [Theory]
    [InlineData(300)]
    [InlineData(2_600_000)]
    public async Task Put_SourceBreaksOff_LeavesNothing(int size)
    {
        await Assert.ThrowsAsync<IOException>(() => Store.PutAsync(new BreakingStream(size)));

        Assert.Equal(0, await HeldBytesAsync());
        Assert.Equal(0, await Database.ScalarAsync<long>("SELECT count(*) FROM artifacts"));
        Assert.Equal(0, await Database.ScalarAsync<long>("SELECT count(*) FROM artifact_uploads"));
    }

    [Fact]
    public async Task Put_BeyondTheQuota_IsRefusedButWhatIsThereMayComeAgain()
    {
        var full = StoreOf(quota: 1000);
        await full.PutAsync(new MemoryStream(Bytes(600)));

        await Assert.ThrowsAsync<ArtifactQuotaException>(() => full.PutAsync(new MemoryStream(Bytes(401))));
        await Assert.ThrowsAsync<ArtifactQuotaException>(() => full.PutAsync(new MemoryStream(Bytes(1001))));

        Assert.Equal(600, await HeldBytesAsync());
        Assert.Equal(PutOutcome.AlreadyThere, (await full.PutAsync(new MemoryStream(Bytes(600)))).Outcome);
        Assert.Equal(PutOutcome.Stored, (await full.PutAsync(new MemoryStream(Bytes(400)))).Outcome);
    }

    [Fact]
    public async Task Put_ManyAtOnceIntoTheLastPlace_OneGetsIt()
    {
        var full = StoreOf(quota: 1000);

        var outcomes = await Task.WhenAll(Enumerable.Range(600, 8).Select(size => Task.Run(async () => await Record.ExceptionAsync(() => full.PutAsync(new MemoryStream(Bytes(size)))))));

        Assert.Single(outcomes, outcome => outcome is null);
        Assert.Equal(7, outcomes.Count(outcome => outcome is ArtifactQuotaException));
        Assert.Equal(1, await Database.ScalarAsync<long>("SELECT count(*) FROM artifacts"));
    }

    [Fact]
    public async Task Read_FlippedBitInARow_IsCorruptUntilStoredAgain()
    {
        var stored = await Store.PutAsync(new MemoryStream(Bytes(700)));
        await Database.ExecuteAsync("UPDATE artifacts SET bytes = set_byte(bytes, 77, get_byte(bytes, 77) # 1)");
        await Assert.ThrowsAsync<CorruptArtifactException>(() => Store.ReadAsync(stored.Digest));

        Assert.Equal(PutOutcome.AlreadyThere, (await Store.PutAsync(new MemoryStream(Bytes(700)))).Outcome);

        Assert.Equal(Bytes(700), await Store.ReadAsync(stored.Digest));
    }

    [Fact]
    public async Task Read_FlippedBit_IsCorruptUntilStoredAgain()
    {
        var content = Bytes(2_500_000);
        var stored = await Store.PutAsync(new MemoryStream(content));
        await DamageAsync(stored.Digest);

        await Assert.ThrowsAsync<CorruptArtifactException>(() => Store.ReadAsync(stored.Digest));
        Assert.True(await ReadableBytesAsync(stored.Digest) < content.Length, "the last piece must not be handed out");

        Assert.Equal(PutOutcome.AlreadyThere, (await Store.PutAsync(new MemoryStream(content))).Outcome);
        Assert.Equal(content, await Store.ReadAsync(stored.Digest));
        Assert.Equal(content.Length, await HeldBytesAsync());
    }

    [Fact]
    public async Task Read_CutShort_IsCorrupt()
    {
        var stored = await Store.PutAsync(new MemoryStream(Bytes(2_500_000)));
        await CutAsync(stored.Digest);

        await Assert.ThrowsAsync<CorruptArtifactException>(async () =>
        {
            await using var content = await Store.OpenAsync(stored.Digest);
            await content!.CopyToAsync(Stream.Null);
        });
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
        Assert.Null(await Store.ReadAsync(digest));
        Assert.Null(await Store.FindAsync(digest));
    }

    [Fact]
    public async Task Collect_UnusedBeyondGrace_IsRemovedAndMayComeAgain()
    {
        var (old, young) = (Bytes(1_100_000), Bytes(500));
        await Store.PutAsync(new MemoryStream(old));
        _clock.Advance(Grace);
        await Store.PutAsync(new MemoryStream(young));
        _clock.Advance(TimeSpan.FromSeconds(1));

        Assert.Equal(new CollectionReport(1, 1_100_000, 0, Busy: false), await Collector.PreviewAsync());
        Assert.Equal(new CollectionReport(1, 1_100_000, 0, Busy: false), await Collector.CollectAsync());

        Assert.Null(await Store.FindAsync(Digest(old)));
        Assert.Equal(young, await Store.ReadAsync(Digest(young)));
        Assert.Equal(500, await HeldBytesAsync());
        Assert.Equal(PutOutcome.Stored, (await Store.PutAsync(new MemoryStream(old))).Outcome);
        Assert.Equal(old, await Store.ReadAsync(Digest(old)));
    }

    [Fact]
    public async Task Collect_PutAgainMeanwhile_BeginsTheGraceAnew()
    {
        await Store.PutAsync(new MemoryStream(Bytes(10)));
        _clock.Advance(Grace);
        await Store.PutAsync(new MemoryStream(Bytes(10)));
        _clock.Advance(Grace);

        Assert.Equal(0, (await Collector.CollectAsync()).Artifacts);
        _clock.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal(1, (await Collector.CollectAsync()).Artifacts);
    }

    [Fact]
    public async Task Collect_NamedByAVersionAProfileOrAPin_IsKept()
    {
        var (model, profile, pinned) = (await PutAsync(1), await PutAsync(2), await PutAsync(3));
        await RegisterAsync(model, profile);
        Assert.True(await Store.PinAsync("monitor/1", pinned));
        Assert.False(await Store.PinAsync("monitor/2", new string('f', 64)));
        _clock.Advance(Grace * 2);

        Assert.Equal(0, (await Collector.CollectAsync()).Artifacts);

        await Store.PinAsync("monitor/1", model);
        Assert.Equal(1, (await Collector.CollectAsync()).Artifacts);
        Assert.Null(await Store.FindAsync(pinned));
        Assert.NotNull(await Store.ReadAsync(profile));
    }

    [Fact]
    public async Task Collect_Tree_KeepsItsFilesWhileItIsNamed()
    {
        var (weights, notes) = (await PutAsync(100), await PutAsync(200));
        var tree = await Trees.PutAsync([("notes.txt", notes), ("model/weights.bin", weights)]);
        Assert.Equal(["model/weights.bin", "notes.txt"], tree.Files.Select(file => file.Path));
        Assert.Equal(tree.Files.AsEnumerable(), (await Trees.FindAsync(tree.Digest))!.Value);
        Assert.Equal(tree.Document, await Store.ReadAsync(tree.Digest));
        Assert.Equal(notes, (await Trees.FindFileAsync(tree.Digest, "notes.txt"))!.Digest);
        Assert.Null(await Trees.FindFileAsync(tree.Digest, "model"));
        await Store.PinAsync("holder", tree.Digest);
        _clock.Advance(Grace * 2);
        Assert.Equal(0, (await Collector.CollectAsync()).Artifacts);

        await Database.ExecuteAsync("DELETE FROM artifact_pins");

        Assert.Equal(3, (await Collector.CollectAsync()).Artifacts);
        Assert.Null(await Trees.FindAsync(tree.Digest));
        Assert.Equal(0, await HeldBytesAsync());
    }

    [Fact]
    public async Task Tree_FileThatIsNotStored_IsRefusedByName()
    {
        var refused = await Assert.ThrowsAsync<InvalidTreeException>(() => Trees.PutAsync([("model.json", new string('c', 64))]));

        Assert.Contains("'model.json'", refused.Message, StringComparison.Ordinal);
        await Assert.ThrowsAsync<InvalidTreeException>(() => Trees.PutAsync([("model.json", "../etc/passwd")]));
        Assert.Equal(0, await Database.ScalarAsync<long>("SELECT count(*) FROM artifacts"));
    }

    [Fact]
    public async Task Register_ArtifactThatIsBeingCollected_WaitsAndIsRefused()
    {
        var digest = await PutAsync(10);
        await using var collecting = await Database.DataSource.OpenConnectionAsync();
        await using var transaction = await collecting.BeginTransactionAsync();
        await new Npgsql.NpgsqlCommand($"DELETE FROM artifacts WHERE digest = '{digest}'", collecting).ExecuteNonQueryAsync();

        var registered = RegisterAsync(digest, profile: null);
        await Database.WaitForLocksAsync(sessions: 1);
        await transaction.CommitAsync();

        Assert.Equal((AppendStatus.Violation, "version_artifacts_stored"), ((await registered).Status, (await registered).Constraint));
    }

    [Fact]
    public async Task Collect_ArtifactThatIsBeingRegistered_LeavesIt()
    {
        var digest = await PutAsync(10);
        _clock.Advance(Grace * 2);
        await using var registering = await Database.DataSource.OpenConnectionAsync();
        await using var transaction = await registering.BeginTransactionAsync();
        await new Npgsql.NpgsqlCommand($"INSERT INTO version_artifacts VALUES ('{digest}', gen_random_uuid(), 1)", registering).ExecuteNonQueryAsync();

        Assert.Equal(0, (await Collector.CollectAsync()).Artifacts);
        await transaction.CommitAsync();

        Assert.Equal(0, (await Collector.CollectAsync()).Artifacts);
        Assert.NotNull(await Store.ReadAsync(digest));
    }

    [Fact]
    public async Task Collect_WhilePutsOfTheSameGoOn_LosesNoneThatWasAcknowledged()
    {
        var contents = Enumerable.Range(1, 10).Concat(Enumerable.Range(5000, 10)).Select(Bytes).ToArray();
        using var stop = new CancellationTokenSource();
        var collecting = Task.Run(async () =>
        {
            var removed = 0L;
            while (!stop.IsCancellationRequested)
                removed += (await CollectorOf(grace: TimeSpan.FromMilliseconds(-1)).CollectAsync()).Artifacts;
            return removed;
        });
        for (var round = 0; round < 8; round++)
        {
            foreach (var content in contents)
            {
                var stored = await Store.PutAsync(new MemoryStream(content));
                if (await Store.PinAsync("last", stored.Digest))
                    Assert.Equal(content, await Store.ReadAsync(stored.Digest));
            }
        }

        await stop.CancelAsync();
        Assert.True(await collecting > 0, "nothing was collected: the test shows nothing");
    }

    [Fact]
    public async Task Collect_WhileABackupHoldsTheArtifacts_IsBusy()
    {
        await PutAsync(10);
        _clock.Advance(Grace * 2);
        await using var backup = await Database.DataSource.OpenConnectionAsync();
        await ArtifactHold.TakeAsync(backup, CancellationToken.None);

        Assert.True((await Collector.CollectAsync()).Busy);
        await new Npgsql.NpgsqlCommand("SELECT pg_advisory_unlock_all()", backup).ExecuteNonQueryAsync();
        Assert.Equal(1, (await Collector.CollectAsync()).Artifacts);
    }

    private protected abstract IArtifactBytes Keeper { get; }

    private protected ArtifactCollector Collector => CollectorOf(Grace);

    private protected IArtifactStore StoreOf(long maxBytes = 10_000_000, long quota = 0) =>
        new ArtifactStore(Database.DataSource, Keeper, Clock, Options.Create(new ArtifactOptions { MaxBytes = maxBytes, QuotaBytes = quota }));

    private protected void Wait(TimeSpan time) => _clock.Advance(time);

    /// <summary>Bytes that are kept by <see cref="Keeper"/>, those of uploads too.</summary>
    private protected abstract Task<long> KeeperBytesAsync();

    private async Task<long> HeldBytesAsync() => await KeeperBytesAsync() + await Database.ScalarAsync<long>("SELECT coalesce(sum(octet_length(bytes)), 0)::bigint FROM artifacts");

    /// <summary>Changes one bit in the middle.</summary>
    private protected abstract Task DamageAsync(string digest);

    /// <summary>Removes the end.</summary>
    private protected abstract Task CutAsync(string digest);

    private protected static byte[] Bytes(int size)
    {
        var bytes = new byte[size];
        new Random(size).NextBytes(bytes);
        return bytes;
    }

    private protected static string Digest(byte[] content) => Convert.ToHexStringLower(SHA256.HashData(content));

    private ArtifactCollector CollectorOf(TimeSpan grace) => new(Database.DataSource, Keeper, Clock, Options.Create(new ArtifactOptions { Grace = grace }));

    private async Task<string> PutAsync(int size) => (await Store.PutAsync(new MemoryStream(Bytes(size)))).Digest;

    private async Task<AppendResult> RegisterAsync(string artifact, string? profile)
    {
        var history = new ModelHistory(Database);
        await history.CreateAsync(Requests.Id(1), "fraud");
        var registered = ModelHistory.Registered(1);
        return await history.AppendAsync(Requests.Id(1), registered with { Version = registered.Version with { ArtifactDigest = artifact, ReferenceProfileDigest = profile } });
    }

    /// <summary>How many bytes can be read before it is refused.</summary>
    private async Task<long> ReadableBytesAsync(string digest)
    {
        await using var content = await Store.OpenAsync(digest);
        var (buffer, total) = (new byte[100_000], 0L);
        try
        {
            while (await content!.ReadAsync(buffer) is > 0 and var read)
                total += read;
        }
        catch (CorruptArtifactException)
        {
            return total;
        }

        return long.MaxValue;
    }

    /// <summary>Breaks off when it has given so many bytes.</summary>
    private sealed class BreakingStream(int size) : MemoryStream
    {
        private int _left = size;

        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
        {
            if (_left == 0)
                throw new IOException("the line broke");
            var read = Math.Min(_left, buffer.Length);
            _left -= read;
            return new ValueTask<int>(read);
        }
    }

    private sealed class SettableTime : TimeProvider
    {
        private DateTimeOffset _now = System.GetUtcNow();

        public override DateTimeOffset GetUtcNow() => _now;

        public void Advance(TimeSpan time) => _now += time;
    }
}
