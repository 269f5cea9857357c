using FsCheck;
using FsCheck.Fluent;
using ModelRegistry.Postgres.Events;
using ModelRegistry.Tests.Shared;
using static ModelRegistry.Postgres.Tests.Events.Requests;

namespace ModelRegistry.Postgres.Tests.Events;

/// <summary>Random appends against a model so simple that it can be read.</summary>
[Collection(PostgresCollection.Name)]
public sealed class EventStoreProperties(PostgresFixture postgres)
{
    private int _run;

    [Fact]
    public async Task Append_AnySequence_AgreesWithTheSimpleModel()
    {
        await using var database = await postgres.CreateDatabaseAsync();
        await NotesProjection.CreateTableAsync(database);
        var store = new EventStore(database.DataSource, [new NotesProjection()]);
        Prop.ForAll(Sequences, steps => RunAsync(store, steps).GetAwaiter().GetResult()).Check(Config.QuickThrowOnFailure.WithMaxTest(25));
        Assert.Empty((await new HashChain(database.DataSource).VerifyAsync()).Broken);
    }

    /// <param name="Off">How far the expected version is from the right one.</param>
    /// <param name="Name">Of the last event: nobody may have it twice.</param>
    private sealed record Step(int Stream, int Off, int Command, int Events, int Name);

    private static Arbitrary<Step[]> Sequences => Arb.From(
        (from stream in Gen.Choose(1, 3)
         from off in Gen.Frequency((6, Gen.Constant(0)), (1, Gen.Constant(-1)), (1, Gen.Constant(1)))
         from command in Gen.Choose(1, 25)
         from events in Gen.Choose(0, 3)
         from name in Gen.Choose(1, 40)
         select new Step(stream, off, command, events, name)).ArrayOf(25));

    private async Task RunAsync(EventStore store, Step[] steps)
    {
        var run = ++_run * 100;
        var (logs, commands, names) = (new Dictionary<int, List<string>>(), new HashSet<(int, int)>(), new HashSet<int>());
        foreach (var (step, index) in steps.Select((step, index) => (step, index)))
        {
            var log = logs.TryGetValue(step.Stream, out var known) ? known : logs[step.Stream] = [];
            string[] payloads = [.. Enumerable.Range(1, step.Events).Select(number => number < step.Events ? $"{run}/{index}/{number}" : $"{run}/{step.Name}")];
            var expected = Expected(step, log.Count, commands, names);

            var result = await store.AppendAsync(Append(Stream(run + step.Stream), log.Count + step.Off, step.Command, payloads.Select(payload => Event(payload))));

            Assert.Equal(expected, result.Status);
            if (result.Status != AppendStatus.Committed)
                continue;
            log.AddRange(payloads);
            commands.Add((step.Stream, step.Command));
            if (step.Events > 0)
                names.Add(step.Name);
            Assert.Equal(log.Count, result.Version);
        }

        foreach (var (stream, log) in logs)
            Assert.Equal(log, (await store.ReadAllAsync(Stream(run + stream))).Select(stored => stored.Payload.Text()));
    }

    private static AppendStatus Expected(Step step, int version, HashSet<(int, int)> commands, HashSet<int> names) =>
        commands.Contains((step.Stream, step.Command)) ? AppendStatus.Repeated
        : step.Off != 0 ? AppendStatus.Conflict
        : step.Events > 0 && names.Contains(step.Name) ? AppendStatus.Violation
        : AppendStatus.Committed;
}
