using System.Collections.Immutable;
using System.Text.Json;
using ModelRegistry.Contracts;
using ModelRegistry.Core;
using ModelRegistry.Postgres;
using ModelRegistry.Postgres.Events;

namespace ModelRegistry.Grains.EventLog;

/// <summary>
/// A state kept in an event stream: load, decide, append, apply. It expects to be the only writer and is safe when it is not:
/// every append says which version of the stream it was decided on, and what was decided on an older one is decided again.
/// One command at a time; readers may look at <see cref="State"/> at any moment.
/// </summary>
internal sealed class EventLedger<TState, TEvent>(
    IEventStore store, StreamId stream, TState empty, EventFold<TState, TEvent> fold, SnapshotKeeper<TState>? snapshots = null)
    where TState : class
    where TEvent : class
{
    /// <summary>Decisions per command before it is refused as contended.</summary>
    public const int MaxAttempts = 5;

    private StreamSnapshot<TState>? current;

    /// <summary>True once the stream has been read.</summary>
    public bool Loaded => current is not null;

    private StreamSnapshot<TState> Nothing => new(empty, 0);

    /// <summary>As of the last committed command that is known here.</summary>
    public TState State => current?.State ?? empty;

    /// <summary>The length of the stream that <see cref="State"/> was folded from.</summary>
    public long Revision => current?.Version ?? 0;

    /// <summary>Reads the events that are not yet in the state; true if there were any.</summary>
    /// <exception cref="StoreUnavailableException">The database cannot be reached.</exception>
    public async Task<bool> CatchUpAsync(CancellationToken cancellationToken = default)
    {
        var from = Revision;
        var next = current ?? await BeginAsync(cancellationToken);
        await foreach (var stored in store.ReadAsync(stream, next.Version, cancellationToken))
        {
            var stamp = new EventStamp(stored.Version, stored.At, stored.Actor, stored.CommandId);
            next = new StreamSnapshot<TState>(fold(next.State, EventNames<TEvent>.Read(stored), stamp), stored.Version);
        }

        Swap(next);
        return next.Version > from;
    }

    private async Task<StreamSnapshot<TState>> BeginAsync(CancellationToken cancellationToken)
        => snapshots is null ? Nothing : await snapshots.FindAsync(cancellationToken) ?? Nothing;

    /// <summary>Carries a command out once, however often it is sent, or refuses it. Refusals are not remembered.</summary>
    /// <param name="command">What to decide and what to answer.</param>
    /// <param name="cancellationToken">Heard until the append starts, then ignored.</param>
    public async Task<Answer<TResult>> ExecuteAsync<TResult>(
        StreamCommand<TState, TEvent, TResult> command, CancellationToken cancellationToken = default)
        where TResult : class
    {
        var attempt = new Attempt<TResult>(command with { Context = Rounded(command.Context) }, cancellationToken);
        if (CommandRules.Check(attempt.Context) is { } malformed)
            return Refused<TResult>(malformed);
        try
        {
            if (!Loaded)
                await CatchUpAsync(cancellationToken);
            for (var i = 0; i < MaxAttempts; i++)
            {
                if (await TryAsync(attempt) is { } answer)
                    return answer;
                await CatchUpAsync(CancellationToken.None);
                if (await FindAsync(attempt) is { } earlier)
                    return earlier;
            }

            return Refused<TResult>(CommandRules.Contended(stream, MaxAttempts));
        }
        catch (StoreUnavailableException e)
        {
            return Refused<TResult>(CommandRules.Unavailable(stream, attempt.UnknownAt is not null, e));
        }
    }

    /// <summary>
    /// One decision on the present state; null when the log has to be asked first: for events that are not known here, or for
    /// the command itself. A command that was carried out before shows itself when it is appended or refused, so that new ones pay nothing.
    /// </summary>
    private async Task<Answer<TResult>?> TryAsync<TResult>(Attempt<TResult> attempt)
        where TResult : class
    {
        var now = current!;
        var decision = CommandRules.CheckRevision(stream, attempt.Context, now.Version) is { } stale
            ? stale
            : await attempt.Command.Decide(now.State, attempt.Cancellation);
        if (decision.Refusal is { } refusal)
            return await RefuseAsync(attempt, now, refusal);

        attempt.Cancellation.ThrowIfCancellationRequested();
        var next = Fold(now, decision.Events, attempt.Context);
        return await AppendAsync(attempt, now, next, decision.Events);
    }

    /// <summary>A refusal stands when the command was not carried out before and nothing newer is in the log.</summary>
    private async Task<Answer<TResult>?> RefuseAsync<TResult>(Attempt<TResult> attempt, StreamSnapshot<TState> now, Refusal refusal)
        where TResult : class
    {
        if (await FindAsync(attempt) is { } earlier)
            return earlier;
        if (await CatchUpAsync(attempt.Cancellation))
            return null;

        // An append whose answer was lost may still be on its way to a stream that has not moved since.
        return Refused<TResult>(attempt.UnknownAt == now.Version ? CommandRules.OutcomeUnknown(stream, "its answer was lost") : refusal);
    }

    private async Task<Answer<TResult>?> AppendAsync<TResult>(
        Attempt<TResult> attempt, StreamSnapshot<TState> now, StreamSnapshot<TState> next, ImmutableArray<TEvent> events)
        where TResult : class
    {
        var answer = attempt.Command.Answer(next.State, events);
        try
        {
            var appended = await store.AppendAsync(Request(attempt.Context, now.Version, events, answer));
            switch (appended.Status)
            {
                case AppendStatus.Committed:
                    Swap(next);
                    return new Answer<TResult> { Value = answer, Revision = next.Version };
                case AppendStatus.Violation:
                    var constraint = appended.Constraint ?? "unknown";
                    return Refused<TResult>(attempt.Command.Violated?.Invoke(constraint) ?? CommandRules.Violated(stream, constraint));
                default:
                    return null;
            }
        }
        catch (UnknownOutcomeException)
        {
            // The commit may have happened: the log knows, and the next round reads it before it decides anything.
            attempt.UnknownAt = now.Version;
            return null;
        }
    }

    private async Task<Answer<TResult>?> FindAsync<TResult>(Attempt<TResult> attempt)
        where TResult : class
    {
        var stored = await store.FindCommandAsync(stream, attempt.Context.CommandId, attempt.Cancellation);
        if (stored is null)
            return null;
        if (!string.Equals(stored.Fingerprint, attempt.Context.Fingerprint, StringComparison.Ordinal))
            return Refused<TResult>(CommandRules.KeyReused(attempt.Context.CommandId));
        if (stored.Version > Revision)
            await CatchUpAsync(CancellationToken.None);
        var result = JsonSerializer.Deserialize<TResult>(stored.Result.Span, RegistryJson.Options);
        return new Answer<TResult> { Value = result, Revision = stored.Version };
    }

    private AppendRequest Request<TResult>(CommandContext context, long expected, ImmutableArray<TEvent> events, TResult answer) => new()
    {
        Stream = stream,
        ExpectedVersion = expected,
        CommandId = context.CommandId,
        Fingerprint = context.Fingerprint,
        Actor = context.Principal,
        At = context.At,
        Origin = context.Origin,
        Events = [.. events.Select(EventNames<TEvent>.Write)],
        Result = JsonSerializer.SerializeToUtf8Bytes(answer, RegistryJson.Options),
    };

    private StreamSnapshot<TState> Fold(StreamSnapshot<TState> now, ImmutableArray<TEvent> events, CommandContext context)
    {
        foreach (var @event in events)
        {
            var stamp = new EventStamp(now.Version + 1, context.At, context.Principal, context.CommandId);
            now = new StreamSnapshot<TState>(fold(now.State, @event, stamp), stamp.Version);
        }

        return now;
    }

    // A reader that interleaved may already have seen more than this turn.
    private void Swap(StreamSnapshot<TState> next)
    {
        if (current is not null && next.Version <= current.Version)
            return;
        current = next;
        snapshots?.Offer(next);
    }

    // The log keeps microseconds: what is applied now must equal what is read again later.
    private static CommandContext Rounded(CommandContext context)
        => context with { At = new DateTimeOffset(context.At.UtcTicks / TimeSpan.TicksPerMicrosecond * TimeSpan.TicksPerMicrosecond, TimeSpan.Zero) };

    private Answer<TResult> Refused<TResult>(Refusal refusal)
        where TResult : class
        => new() { Refusal = refusal, Revision = Revision };

    private sealed class Attempt<TResult>(StreamCommand<TState, TEvent, TResult> command, CancellationToken cancellation)
        where TResult : class
    {
        public StreamCommand<TState, TEvent, TResult> Command => command;

        public CommandContext Context => command.Context;

        /// <summary>The revision on which an append was based whose outcome is not known.</summary>
        public long? UnknownAt { get; set; }

        /// <summary>No longer heard once an append may have happened.</summary>
        public CancellationToken Cancellation => UnknownAt is null ? cancellation : CancellationToken.None;
    }
}
