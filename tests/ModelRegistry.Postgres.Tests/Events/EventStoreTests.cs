using ModelRegistry.Postgres.Events;
using ModelRegistry.Tests.Shared;
using static ModelRegistry.Postgres.Tests.Events.Requests;

namespace ModelRegistry.Postgres.Tests.Events;

[Collection(PostgresCollection.Name)]
public sealed class EventStoreTests(PostgresFixture postgres) : IAsyncLifetime
{
    private TestDatabase _database = null!;
    private EventStore _store = null!;

    public async Task InitializeAsync()
    {
        _database = await postgres.CreateDatabaseAsync();
        await NotesProjection.CreateTableAsync(_database);
        _store = new EventStore(_database.DataSource, [new NotesProjection()]);
    }

    public Task DisposeAsync() => _database.DisposeAsync().AsTask();

    [Fact]
    public async Task Append_NewStream_StoresEveryFieldByteForByte()
    {
        var at = new DateTimeOffset(2026, 1, 2, 3, 4, 5, TimeSpan.FromHours(2)).AddTicks(1234567);
        const string payload = """{ "a" : "\u0000 ünï 😀" }""";
        var request = Append(Stream(), 0, 1, Event("first", "began"), Event(payload)) with { At = at, Actor = "žofie 😀" };
        var store = new EventStore(_database.DataSource, []);

        var result = await store.AppendAsync(request);

        Assert.Equal(new AppendResult(AppendStatus.Committed, 2), result);
        var events = await store.ReadAllAsync(Stream());
        Assert.Equal([1L, 2L], events.Select(one => one.Version));
        Assert.Equal(["began", "happened"], events.Select(one => one.Type));
        Assert.Equal(payload, events[1].Payload.Text());
        Assert.All(events, one =>
        {
            Assert.Equal(at.AddTicks(-7), one.At);
            Assert.Equal("žofie 😀", one.Actor);
            Assert.Equal(Id(1), one.CommandId);
            Assert.Equal(32, one.Hash.Length);
        });
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(3)]
    public async Task Append_OtherVersion_ConflictsWithTheVersionNowAndWritesNothing(long expected)
    {
        await _store.AppendAsync(Append(Stream(), 0, 1, Event("a"), Event("b")));

        var result = await _store.AppendAsync(Append(Stream(), expected, 2, Event("c")));

        Assert.Equal(new AppendResult(AppendStatus.Conflict, 2), result);
        Assert.Equal(2, (await _store.ReadAllAsync(Stream())).Length);
        Assert.Null(await _store.FindCommandAsync(Stream(), Id(2)));
    }

    [Fact]
    public async Task Append_ExpectingEventsOfAStreamThatIsNotThere_Conflicts()
    {
        var result = await _store.AppendAsync(Append(Stream(), 5, 1, Event("a")));

        Assert.Equal(new AppendResult(AppendStatus.Conflict, 0), result);
        Assert.Equal(0, await _database.ScalarAsync<long>("SELECT count(*) FROM streams"));
    }

    [Fact]
    public async Task Append_SameCommandAgain_IsRepeatedWhateverItExpects()
    {
        await _store.AppendAsync(Append(Stream(), 0, 1, Event("a")));
        await _store.AppendAsync(Append(Stream(), 1, 2, Event("b")));

        Assert.Equal(new AppendResult(AppendStatus.Repeated, 2), await _store.AppendAsync(Append(Stream(), 2, 1, Event("c"))));
        Assert.Equal(new AppendResult(AppendStatus.Repeated, 2), await _store.AppendAsync(Append(Stream(), 0, 1, Event("a"))));
    }

    [Fact]
    public async Task Append_SameCommandOnAnotherStream_IsAnotherCommand()
    {
        await _store.AppendAsync(Append(Stream(1), 0, 1, Event("a")));

        Assert.Equal(AppendStatus.Committed, (await _store.AppendAsync(Append(Stream(2), 0, 1, Event("b")))).Status);
        Assert.Equal(AppendStatus.Committed, (await _store.AppendAsync(Append(Stream(1, "other"), 0, 1, Event("c")))).Status);
    }

    [Fact]
    public async Task FindCommand_AfterAppend_GivesFingerprintVersionAndResult()
    {
        await _store.AppendAsync(Append(Stream(), 0, 1, Event("a"), Event("b")));

        var command = await _store.FindCommandAsync(Stream(), Id(1));

        Assert.Equal("fingerprint-1", command!.Fingerprint);
        Assert.Equal(2, command.Version);
        Assert.Equal("""{"command":1}""", command.Result.Text());
        Assert.Null(await _store.FindCommandAsync(Stream(2), Id(1)));
    }

    [Fact]
    public async Task Append_NoEvents_KeepsTheCommandAndChecksTheVersion()
    {
        await _store.AppendAsync(Append(Stream(), 0, 1, Event("a")));

        Assert.Equal(new AppendResult(AppendStatus.Committed, 1), await _store.AppendAsync(Append(Stream(), 1, 2)));
        Assert.Equal(AppendStatus.Conflict, (await _store.AppendAsync(Append(Stream(), 0, 3))).Status);
        Assert.NotNull(await _store.FindCommandAsync(Stream(), Id(2)));
    }

    [Fact]
    public async Task Append_ProjectionViolatesAConstraint_NamesItAndLeavesNothing()
    {
        await _store.AppendAsync(Append(Stream(1), 0, 1, Event("taken")));

        var result = await _store.AppendAsync(Append(Stream(2), 0, 2, Event("free"), Event("taken")));

        Assert.Equal(new AppendResult(AppendStatus.Violation, 0, "notes_name_key"), result);
        Assert.Empty(await _store.ReadAllAsync(Stream(2)));
        Assert.Null(await _store.FindCommandAsync(Stream(2), Id(2)));
        Assert.Equal("taken", await _database.ScalarAsync<string>("SELECT string_agg(name, ',') FROM notes"));
        Assert.Equal(1, await _database.ScalarAsync<long>("SELECT count(*) FROM streams"));
    }

    [Fact]
    public async Task Append_ValueThatTablesDoNotTake_IsAViolation()
    {
        var result = await _store.AppendAsync(Append(Stream(), 0, 1, Event("a\0b")));

        Assert.Equal(AppendStatus.Violation, result.Status);
        Assert.Equal("22021", result.Constraint);
    }

    [Fact]
    public async Task Append_ManyWritersAtOnce_ExactlyOneWinsEachVersion()
    {
        const int writers = 8, rounds = 25;
        for (var round = 0; round < rounds; round++)
        {
            var expected = (long)round;
            var results = await Task.WhenAll(Enumerable.Range(0, writers)
                .Select(writer => Task.Run(() => _store.AppendAsync(Append(Stream(), expected, (int)expected * writers + writer + 1, Event($"{expected}/{writer}"))))));

            Assert.Single(results, result => result == new AppendResult(AppendStatus.Committed, expected + 1));
            Assert.Equal(writers - 1, results.Count(result => result == new AppendResult(AppendStatus.Conflict, expected + 1)));
        }

        Assert.Equal(rounds, await _database.ScalarAsync<long>("SELECT count(*) FROM notes"));
        Assert.Equal(rounds, await _database.ScalarAsync<long>("SELECT count(*) FROM commands"));
    }

    [Fact]
    public async Task Append_SameCommandFromManyWritersAtOnce_IsCarriedOutOnce()
    {
        var results = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Task.Run(() => _store.AppendAsync(Append(Stream(), 0, 1, Event("once"))))));

        Assert.Single(results, result => result.Status == AppendStatus.Committed);
        Assert.Equal(7, results.Count(result => result == new AppendResult(AppendStatus.Repeated, 1)));
    }

    [Fact]
    public async Task Read_MoreThanAPage_GivesAllInOrder()
    {
        var store = new EventStore(_database.DataSource, []);
        await store.AppendAsync(Append(Stream(), 0, 1, Enumerable.Range(1, 1234).Select(number => Event($"{number}"))));

        var events = await store.ReadAllAsync(Stream(), after: 34);

        Assert.Equal(Enumerable.Range(35, 1200).Select(number => $"{number}"), events.Select(one => one.Payload.Text()));
    }

    [Fact]
    public async Task Read_UnknownStream_IsEmpty() => Assert.Empty(await _store.ReadAllAsync(Stream(99)));
}
