using System.Collections.Immutable;
using System.Security.Cryptography;
using Microsoft.Extensions.Options;
using ModelRegistry.Postgres.Events;
using ModelRegistry.Tests.Shared;
using static ModelRegistry.Postgres.Tests.Events.Requests;

namespace ModelRegistry.Postgres.Tests.Events;

/// <summary>Stream 1 has four events of two commands, stream 2 has one, stream 3 a command that changed nothing.</summary>
[Collection(PostgresCollection.Name)]
public sealed class CheckpointTests(PostgresFixture postgres) : IAsyncLifetime
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("mr-checkpoint-");
    private TestDatabase _database = null!;
    private EventStore _store = null!;
    private CheckpointKey _key = null!;
    private Checkpoints _checkpoints = null!;

    public async Task InitializeAsync()
    {
        _database = await postgres.CreateDatabaseAsync();
        _store = new EventStore(_database.DataSource, []);
        _key = Key("audit-key.pem");
        _checkpoints = new Checkpoints(_database.DataSource, _key, TimeProvider.System);
        await _store.AppendAsync(Append(Stream(1), 0, 1, Event("a"), Event("b")));
        await _store.AppendAsync(Append(Stream(1), 2, 2, Event("c"), Event("d")));
        await _store.AppendAsync(Append(Stream(2), 0, 3, Event("e")));
        await _store.AppendAsync(Append(Stream(3), 0, 4));
    }

    public async Task DisposeAsync()
    {
        _key.Dispose();
        _folder.Delete(recursive: true);
        await _database.DisposeAsync();
    }

    [Fact]
    public async Task Make_CountsAllAndKeepsItsRoot_AndAnUntouchedOrLongerLogAgrees()
    {
        var made = await _checkpoints.MakeAsync();
        await _store.AppendAsync(Append(Stream(1), 4, 5, Event("later")));
        await _store.AppendAsync(Append(Stream(4), 0, 6, Event("later")));

        Assert.Equal((3L, 5L), (made.Streams, made.Events));
        Assert.Equal(made.Root, await _database.ScalarAsync<string>("SELECT encode(root, 'hex') FROM audit_checkpoints"));
        Assert.Empty(await _checkpoints.CompareAsync(made));
    }

    [Fact]
    public async Task Compare_TailCutWithItsCommand_NamesTheStreamThoughTheChainIsWhole()
    {
        var made = await _checkpoints.MakeAsync();
        await _database.ExecuteAsync($"""
            DELETE FROM events WHERE stream_id = '{Id(1)}' AND version > 2;
            DELETE FROM commands WHERE stream_id = '{Id(1)}' AND version > 2;
            UPDATE streams SET version = 2, head = (SELECT hash FROM events WHERE stream_id = '{Id(1)}' AND version = 2) WHERE id = '{Id(1)}'
            """);

        Assert.True((await new HashChain(_database.DataSource).VerifyAsync()).Whole);
        var link = Assert.Single(await _checkpoints.CompareAsync(made));
        Assert.Equal((Stream(1), 3L), (link.Stream, link.Version));
        Assert.Contains("cut: it is at version 2, the checkpoint has it at 4", link.Why, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Compare_StreamRewrittenWithItsChain_NamesTheStreamThoughTheChainIsWhole()
    {
        var made = await _checkpoints.MakeAsync();
        await _database.ExecuteAsync($$"""
            UPDATE events SET actor = 'mallory' WHERE stream_id = '{{Id(1)}}' AND version = 1;
            DO $do$
            DECLARE previous bytea := ''; e events;
            BEGIN
                FOR e IN SELECT * FROM events WHERE stream_id = '{{Id(1)}}' ORDER BY version LOOP
                    previous := event_hash(e.stream_kind, e.stream_id, e.version, e.type, e.at, e.actor, e.command_id, previous, e.payload);
                    UPDATE events SET hash = previous WHERE stream_id = e.stream_id AND version = e.version;
                END LOOP;
                UPDATE streams SET head = previous WHERE id = '{{Id(1)}}';
            END $do$
            """);

        Assert.True((await new HashChain(_database.DataSource).VerifyAsync()).Whole);
        var link = Assert.Single(await _checkpoints.CompareAsync(made));
        Assert.Equal((Stream(1), 4L), (link.Stream, link.Version));
        Assert.Contains("rewritten", link.Why, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Compare_StreamGone_NamesIt()
    {
        var made = await _checkpoints.MakeAsync();
        await _database.ExecuteAsync($"DELETE FROM events WHERE stream_id = '{Id(2)}'; DELETE FROM commands WHERE stream_id = '{Id(2)}'; DELETE FROM streams WHERE id = '{Id(2)}'");

        Assert.True((await new HashChain(_database.DataSource).VerifyAsync()).Whole);
        var link = Assert.Single(await _checkpoints.CompareAsync(made));
        Assert.Equal(Stream(2), link.Stream);
        Assert.Contains("gone", link.Why, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Compare_ForgedInAnyPart_IsRefused()
    {
        var made = await _checkpoints.MakeAsync();
        using var other = Key("other.pem");
        var foreign = made with { PublicKey = other.Public.Base64, Signature = Convert.ToBase64String(other.Sign(made.Statement())) };
        var shorter = made.Heads.RemoveAt(0);

        await RefusedAsync(foreign, "another key");
        await RefusedAsync(made with { Signature = foreign.Signature }, "the signature");
        await RefusedAsync(made with { Signature = "%" }, "is none");
        await RefusedAsync(made with { At = made.At.AddTicks(10) }, "the signature");
        await RefusedAsync(made with { Root = new string('0', 64) }, "the signature");
        await RefusedAsync(made with { Heads = made.Heads.SetItem(0, made.Heads[0] with { Version = 2 }) }, "the root");
        await RefusedAsync(made with { Heads = shorter }, "the root");
    }

    [Fact]
    public async Task MakeIfDue_TwiceInAPeriod_MakesOne()
    {
        Assert.NotNull(await _checkpoints.MakeIfDueAsync(TimeSpan.FromHours(1)));
        Assert.Null(await _checkpoints.MakeIfDueAsync(TimeSpan.FromHours(1)));
        Assert.NotNull(await _checkpoints.MakeIfDueAsync(TimeSpan.Zero));
    }

    [Fact]
    public async Task MakeIfDue_WhileAnotherHostMakesOne_LeavesItToThat()
    {
        await using var connection = await _database.DataSource.OpenConnectionAsync();
        await using var transaction = await connection.BeginTransactionAsync();
        await using (var locked = new Npgsql.NpgsqlCommand("SELECT pg_advisory_xact_lock(hashtextextended('audit_checkpoints', 0))", connection))
            await locked.ExecuteNonQueryAsync();

        Assert.Null(await _checkpoints.MakeIfDueAsync(TimeSpan.FromHours(1)));
    }

    [Fact]
    public async Task Key_OfItsOwnerAlone_StaysTheSameAndIsRefusedWhenOthersCanReadIt()
    {
        var made = await _checkpoints.MakeAsync();
        var path = Path.Combine(_folder.FullName, "audit-key.pem");
        using var again = Key("audit-key.pem");
        Assert.Empty(await new Checkpoints(_database.DataSource, again, TimeProvider.System).CompareAsync(made));
        if (OperatingSystem.IsWindows())
            return;
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(path));

        File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.OtherRead);
        using var open = Key("audit-key.pem");
        Assert.Contains($"{path}, can be read by others", Assert.Throws<CheckpointKeyException>(() => open.Public).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(0, "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855")]
    [InlineData(1, null)]
    [InlineData(3, null)]
    public void Root_OfHeads_IsThatOfRfc6962(int count, string? known)
    {
        ImmutableArray<CheckpointHead> heads = [.. Enumerable.Range(1, count).Select(number => new CheckpointHead("test", Id(number), 0, ""))];
        byte[][] leaves = [.. heads.Select(head => MerkleRoot.Of([head]))];
        var wanted = count switch
        {
            0 => Convert.FromHexString(known!),
            1 => SHA256.HashData([0, .. System.Text.Encoding.UTF8.GetBytes($"test/{Id(1):D}\n"), 0, 0, 0, 0, 0, 0, 0, 0]),
            _ => SHA256.HashData([1, .. SHA256.HashData([1, .. leaves[0], .. leaves[1]]), .. leaves[2]]),
        };
        Assert.Equal(wanted, MerkleRoot.Of(heads));
    }

    private CheckpointKey Key(string file) => new(Options.Create(new CheckpointOptions { KeyFile = Path.Combine(_folder.FullName, file) }));

    private async Task RefusedAsync(AuditCheckpoint checkpoint, string why) =>
        Assert.Contains(why, (await Assert.ThrowsAsync<InvalidCheckpointException>(() => _checkpoints.CompareAsync(checkpoint))).Message, StringComparison.Ordinal);
}
