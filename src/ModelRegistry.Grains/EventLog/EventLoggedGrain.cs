using System.Collections.Immutable;
using ModelRegistry.Contracts;
using ModelRegistry.Core;
using ModelRegistry.Postgres;
using ModelRegistry.Postgres.Events;

namespace ModelRegistry.Grains.EventLog;

/// <summary>
/// A grain whose state is the fold of one event stream; its key is the id of the stream (format D).
/// A derived grain has a <c>Decide</c> per command and one <see cref="Apply"/>, both pure, and nothing else worth the name.
/// </summary>
/// <typeparam name="TState">Immutable.</typeparam>
/// <typeparam name="TEvent">The base of the event family, with its <c>JsonDerivedType</c> names.</typeparam>
internal abstract class EventLoggedGrain<TState, TEvent>(IEventStore store, ISnapshotStore snapshots, string kind, Func<Guid, TState> empty) : Grain
    where TState : class
    where TEvent : class
{
    private EventLedger<TState, TEvent>? ledger;
    private SnapshotKeeper<TState>? keeper;
    private Guid? id;

    /// <summary>The id behind the key.</summary>
    protected Guid Id => id ??= Guid.TryParseExact(this.GetPrimaryKeyString(), "D", out var parsed)
        ? parsed
        : throw new ArgumentException($"A grain of kind '{kind}' has a UUID in format D as its key; '{this.GetPrimaryKeyString()}' is none.");

    /// <summary>As of the last committed command. Await <see cref="LoadedState"/> in queries.</summary>
    protected TState State => Ledger.State;

    /// <summary>The length of the stream that <see cref="State"/> was folded from.</summary>
    protected long Revision => Ledger.Revision;

    /// <summary>How the state is written in snapshots.</summary>
    protected virtual SnapshotFormat<TState> Format => SnapshotFormat<TState>.Json;

    private EventLedger<TState, TEvent> Ledger => ledger ??= new EventLedger<TState, TEvent>(store, Stream, empty(Id), Apply, Keeper);

    private SnapshotKeeper<TState> Keeper => keeper ??= new SnapshotKeeper<TState>(snapshots, Stream, Format);

    private StreamId Stream => new(kind, Id);

    /// <summary>Reads the stream. With the database away the grain still comes up: commands are refused as unavailable and the next call tries again.</summary>
    public override async Task OnActivateAsync(CancellationToken cancellationToken)
    {
        try
        {
            await Ledger.CatchUpAsync(cancellationToken);
        }
        catch (StoreUnavailableException)
        {
            // Said to every caller until it is back; see Execute and LoadedState.
        }

        await base.OnActivateAsync(cancellationToken);
    }

    /// <summary>Reads what others have appended to the stream.</summary>
    /// <returns>The length of the stream.</returns>
    /// <exception cref="StoreUnavailableException">The database cannot be reached.</exception>
    public async Task<long> Refresh()
    {
        await Ledger.CatchUpAsync();
        return Revision;
    }

    /// <summary>Lets a snapshot that is being written come to its end.</summary>
    public override async Task OnDeactivateAsync(DeactivationReason reason, CancellationToken cancellationToken)
    {
        await base.OnDeactivateAsync(reason, cancellationToken);
        if (keeper is not null)
            await keeper.Writing.WaitAsync(cancellationToken);
    }

    /// <summary>Folds one event into the state. Total and pure.</summary>
    protected abstract TState Apply(TState state, TEvent @event, EventStamp stamp);

    /// <summary>The state, once the stream could be read.</summary>
    /// <exception cref="StoreUnavailableException">The stream has never been read and the database cannot be reached.</exception>
    protected async ValueTask<TState> LoadedState()
    {
        if (!Ledger.Loaded)
            await Ledger.CatchUpAsync();
        return State;
    }

    /// <summary>Decides on the present state, appends, applies and answers; after a conflict decides again.</summary>
    /// <param name="context">Who asks, when, under which id.</param>
    /// <param name="decide">Pure.</param>
    /// <param name="answer">From the state after the events, and the events.</param>
    /// <param name="violated">What a violated constraint of the read models means.</param>
    protected Task<Answer<TResult>> Execute<TResult>(
        CommandContext context,
        Func<TState, Decision<TEvent>> decide,
        Func<TState, ImmutableArray<TEvent>, TResult> answer,
        Func<string, Refusal?>? violated = null)
        where TResult : class
        => ExecuteWithEvidence(context, (state, _) => ValueTask.FromResult(decide(state)), answer, violated);

    /// <summary>As <see cref="Execute"/>, for a decision that reads evidence from the tables first.</summary>
    protected Task<Answer<TResult>> ExecuteWithEvidence<TResult>(
        CommandContext context,
        Func<TState, CancellationToken, ValueTask<Decision<TEvent>>> decide,
        Func<TState, ImmutableArray<TEvent>, TResult> answer,
        Func<string, Refusal?>? violated = null,
        CancellationToken cancellationToken = default)
        where TResult : class
    {
        var command = new StreamCommand<TState, TEvent, TResult> { Context = context, Decide = decide, Answer = answer, Violated = violated };
        return Ledger.ExecuteAsync(command, cancellationToken);
    }
}
