using System.Text.Json;
using ModelRegistry.Contracts;
using ModelRegistry.Contracts.Registry;
using ModelRegistry.Contracts.Registry.Commands;
using ModelRegistry.Contracts.Registry.Events;
using ModelRegistry.Core;
using ModelRegistry.Core.Registry;
using ModelRegistry.Core.Tests.Registry;
using ModelRegistry.Grains.EventLog;
using ModelRegistry.Grains.Registry;
using ModelRegistry.Grains.Tests.Registry;
using ModelRegistry.Postgres;
using ModelRegistry.Postgres.Events;
using static ModelRegistry.Grains.Tests.Sequences.SequenceException;

namespace ModelRegistry.Grains.Tests.Sequences;

/// <summary>
/// One model that two writers write to, each thinking that it is alone, through faults of every kind; beside it the simple model. A caller
/// sends a command again, under the same id, until it knows what it came to.
/// </summary>
internal sealed class SequenceRun
{
    private const int MostRepeats = 20;
    private const int SnapshotGap = 3;

    private readonly SequenceServer server;
    private readonly StreamId stream = new("model", Commands.NewId());
    private readonly FaultyStore[] stores;
    private readonly EventLedger<ModelState, ModelEvent>[] writers;
    private readonly SnapshotKeeper<ModelState>[] keepers = new SnapshotKeeper<ModelState>[2];
    private readonly List<(SentCommand Command, Answer<ModelHead> Answer)> done = [];
    private SimpleModel simple;

    private SequenceRun(SequenceServer server, LifecycleProfile lifecycle)
    {
        this.server = server;
        simple = new SimpleModel(lifecycle == LifecycleProfile.Governed);
        stores = [new FaultyStore(server.Events), new FaultyStore(server.Events)];
        writers = [NewWriter(0), NewWriter(1)];
    }

    /// <exception cref="SequenceException">Something is not as the simple model says; the message says what.</exception>
    public static async Task RunAsync(SequenceServer server, IReadOnlyList<Step> steps, LifecycleProfile lifecycle)
    {
        var run = new SequenceRun(server, lifecycle);
        await run.CreateAsync(lifecycle);
        for (var i = 0; i < steps.Count; i++)
        {
            if (steps[i] is { Together: true, IsCommand: true } && i + 1 < steps.Count && steps[i + 1].IsCommand)
                await run.RaceAsync(steps[i], steps[++i]);
            else
                await run.StepAsync(steps[i]);
        }

        await run.EndAsync();
    }

    private async Task CreateAsync(LifecycleProfile lifecycle)
    {
        var context = Commands.By();
        var create = new CreateModel { Name = $"m-{stream.Id:N}", Lifecycle = lifecycle };
        var answer = await UntilKnownAsync(writers[0], Commands.ToDecide(context, state => Creation.Decide(state, create, context)));
        Require(answer.Refusal is null, $"the model was not created: {answer.Refusal?.Detail}");
    }

    private async Task StepAsync(Step step)
    {
        switch (step.Kind)
        {
            case StepKind.Repeat:
                await RepeatAsync(step);
                break;
            case StepKind.Reuse:
                await ReuseAsync(step);
                break;
            case StepKind.Wake:
                writers[step.Writer] = NewWriter(step.Writer);
                break;
            case StepKind.Forget:
                await server.ScalarAsync<long>($"DELETE FROM stream_snapshots WHERE stream_id = '{stream.Id}'");
                break;
            case StepKind.EndConnections:
                await server.EndConnectionsAsync();
                break;
            case StepKind.Restart:
                await RestartAsync(step);
                break;
            default:
                var command = SentCommand.Of(step);
                Accept(command, await SendAsync(command, step.Writer), writers[step.Writer]);
                break;
        }
    }

    /// <summary>Two at once: one order of the two must explain both answers and what is there afterwards.</summary>
    private async Task RaceAsync(Step first, Step second)
    {
        var (one, other) = (SentCommand.Of(first), SentCommand.Of(second));
        var answers = await Task.WhenAll(Task.Run(() => SendAsync(one, first.Writer)), Task.Run(() => SendAsync(other, 1 - first.Writer)));
        await writers[0].CatchUpAsync();
        SentCommand[][] orders = [[one, other], [other, one]];
        foreach (var order in orders)
        {
            var attempt = simple.Clone();
            if (!order.All(command => command.ApplyTo(attempt) == (answers[command == one ? 0 : 1].Refusal is null)) || !SequenceChecks.Agrees(attempt, writers[0].State))
                continue;
            simple = attempt;
            Remember(one, answers[0]);
            Remember(other, answers[1]);
            return;
        }

        throw new SequenceException($"no order of {first.Kind} and {second.Kind} explains {Text(answers[0])} and {Text(answers[1])} on {Text(ModelViews.Of(writers[0].State))}");
    }

    private async Task RepeatAsync(Step step)
    {
        if (done.Count == 0)
            return;
        var (command, first) = done[step.Number % done.Count];
        RequireEqual(Text(first), Text(await SendAsync(command, step.Writer)), $"{command.Step.Kind} sent again answers otherwise");
    }

    private async Task ReuseAsync(Step step)
    {
        if (done.Count == 0)
            return;
        var (command, _) = done[step.Number % done.Count];
        var answer = await SendAsync(command with { Context = command.Context with { Fingerprint = "another request" } }, step.Writer);
        RequireEqual("idempotency_key_reused", answer.Refusal?.Code ?? "none", $"{command.Step.Kind} under the same id with another body");
    }

    private async Task RestartAsync(Step step)
    {
        var command = SentCommand.Of(step with { Kind = StepKind.Register, Stage = Stage.Trained });
        var sending = Task.Run(() => writers[step.Writer].ExecuteAsync(command.ToStreamCommand()));
        await server.RestartAsync();
        var answer = await sending;
        Accept(command, IsUnknown(answer) ? await SendAsync(command, step.Writer) : answer, writers[step.Writer]);
    }

    private async Task<Answer<ModelHead>> SendAsync(SentCommand command, int writer)
    {
        stores[writer].Next = command.Step.Fault;
        var answer = await UntilKnownAsync(writers[writer], command.ToStreamCommand());
        stores[writer].Next = Fault.None;
        return answer;
    }

    private static async Task<Answer<ModelHead>> UntilKnownAsync(
        EventLedger<ModelState, ModelEvent> writer, StreamCommand<ModelState, ModelEvent, ModelHead> command)
    {
        for (var i = 0; i < MostRepeats; i++)
        {
            var answer = await writer.ExecuteAsync(command);
            if (!IsUnknown(answer))
                return answer;
        }

        throw new SequenceException($"a command was sent {MostRepeats} times and still nobody knows what it came to");
    }

    private void Accept(SentCommand command, Answer<ModelHead> answer, EventLedger<ModelState, ModelEvent> writer)
    {
        var carried = command.ApplyTo(simple);
        Require(carried == (answer.Refusal is null), $"{command.Step} is {(carried ? "right" : "wrong")} and was answered {Text(answer)}");
        Require(SequenceChecks.Agrees(simple, writer.State), $"after {command.Step} the writer has {Text(ModelViews.Of(writer.State))}");
        Remember(command, answer);
    }

    private void Remember(SentCommand command, Answer<ModelHead> answer)
    {
        if (answer.Refusal is null)
            done.Add((command, answer));
    }

    private async Task EndAsync()
    {
        await Task.WhenAll(keepers.Select(keeper => keeper.Writing));
        var fromNothing = new EventLedger<ModelState, ModelEvent>(server.Events, stream, ModelState.Empty(stream.Id), ModelFold.Apply);
        var fromSnapshot = NewWriter(0);
        foreach (var reader in (EventLedger<ModelState, ModelEvent>[])[fromNothing, fromSnapshot, writers[1]])
            await ReadAsync(reader);
        Require(SequenceChecks.Agrees(simple, fromNothing.State), $"the events make {Text(ModelViews.Of(fromNothing.State))}");
        RequireEqual(Text(fromNothing.State), Text(fromSnapshot.State), "snapshot and tail make another state than all events");
        RequireEqual(Text(fromNothing.State), Text(writers[1].State), "a writer that caught up has another state");
        await new SequenceChecks(server, stream).CheckAsync(simple, fromNothing.State, done);
    }

    // A pooled connection that was ended is found out by using it.
    private static async Task ReadAsync(EventLedger<ModelState, ModelEvent> reader)
    {
        for (var i = 0; ; i++)
        {
            try
            {
                await reader.CatchUpAsync();
                return;
            }
            catch (StoreUnavailableException) when (i < MostRepeats)
            {
                // The next connection may be whole.
            }
        }
    }

    private EventLedger<ModelState, ModelEvent> NewWriter(int writer)
    {
        keepers[writer] = new SnapshotKeeper<ModelState>(server.Snapshots, stream, ModelGrain.Snapshots, SnapshotGap);
        return new(stores[writer], stream, ModelState.Empty(stream.Id), ModelFold.Apply, keepers[writer]);
    }

    private static bool IsUnknown(Answer<ModelHead> answer) => answer.Refusal?.Kind == RefusalKind.Unavailable;

    private static string Text<T>(T value) => JsonSerializer.Serialize(value, RegistryJson.Options);
}
