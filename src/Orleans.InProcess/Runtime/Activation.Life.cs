using System.Collections.Immutable;
using Microsoft.Extensions.DependencyInjection;
using Orleans.Runtime;

namespace Orleans.InProcess;

/// <content>How an activation begins and ends.</content>
internal sealed partial class Activation
{
    /// <summary>How often a call may meet an activation that ends before it takes any call, until it is refused.</summary>
    private const int MaxMoves = 2;

    private TaskCompletionSource? _deactivated;
    private IServiceScope? _scope;
    private List<IActivationState>? _states;
    private HashSet<IDisposable>? _timers;
    private StreamConsumers? _streams;
    private Ending? _ending;

    public Task Deactivated
    {
        get
        {
            lock (_gate)
            {
                return _state == ActivationState.Gone
                    ? Task.CompletedTask
                    : (_deactivated ??= new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously)).Task;
            }
        }
    }

    public IServiceProvider ActivationServices => _scope?.ServiceProvider
        ?? throw new InvalidOperationException($"The activation of {GrainId} has no services: it has not begun, or it has ended.");

    /// <summary>The stream subscriptions of this activation; used within its turns only.</summary>
    public StreamConsumers Streams => _streams ??= new StreamConsumers(this);

    public void Deactivate(DeactivationReason deactivationReason, CancellationToken cancellationToken = default)
        => End(new Ending(deactivationReason, Drains: false, cancellationToken));

    /// <summary>Ends the activation once it has nothing left to do; until then it takes calls.</summary>
    public Task DrainAsync(CancellationToken cancellationToken)
    {
        End(new Ending(new DeactivationReason(DeactivationReasonCode.ShuttingDown, "The host stops."), Drains: true, cancellationToken));
        return Deactivated;
    }

    /// <summary>Fails all calls at once: the time to drain is over.</summary>
    public void Abandon(Exception exception)
    {
        GrainCall[] calls;
        lock (_gate)
        {
            calls = [.. RunningCalls(), .. _waiting ?? []];
        }

        foreach (var call in calls)
        {
            call.GiveUp(exception);
        }
    }

    public void Own(IActivationState state) => (_states ??= []).Add(state);

    public void Own(IDisposable timer)
    {
        lock (_gate)
        {
            (_timers ??= []).Add(timer);
        }
    }

    public void Disown(IDisposable timer)
    {
        lock (_gate)
        {
            _timers?.Remove(timer);
        }
    }

    /// <summary>Ends the activation when nobody has called it for longer than its class allows.</summary>
    private void CollectWhenIdle(long now)
    {
        bool idle;
        lock (_gate)
        {
            idle = _state == ActivationState.Valid && _running.Count == 0 && _waiting is not { Count: > 0 }
                && Class.AgeLimit is { } age && now - _lastUsed >= age.Ticks;
        }

        if (idle)
        {
            Deactivate(new DeactivationReason(DeactivationReasonCode.ActivationIdle, $"Not called for {Class.AgeLimit}."));
        }
    }

    private IEnumerable<GrainCall> RunningCalls()
    {
        for (var call = _running.First; call is not null; call = call.Next)
        {
            yield return call;
        }
    }

    private void End(Ending ending)
    {
        bool end;
        lock (_gate)
        {
            // A drain that finds an end under way lets it go on; an end asked for during a drain replaces it, and is hurried as the drain is.
            if (_state >= ActivationState.Deactivating || (_ending is not null && ending.Drains))
            {
                return;
            }

            _ending = _ending switch
            {
                null => ending with { BeforeItBegan = _state < ActivationState.Valid && !ending.Drains },
                { Drains: true } drain => ending with { Token = drain.Token },
                { } earlier => earlier,
            };
            end = TryBeginEnd();
        }

        if (end)
        {
            Scheduler.Enqueue(new ActivationEnd());
        }
    }

    private bool TryBeginEnd()
    {
        if (_ending is null || _state is not (ActivationState.New or ActivationState.Valid) || _running.Count > 0
            || (_ending.Drains && _waiting is { Count: > 0 }))
        {
            return false;
        }

        _state = ActivationState.Deactivating;
        return true;
    }

    private async Task BeginAsync()
    {
        using var timeout = new CancellationTokenSource(Catalog.Collection.ActivationTimeout, Catalog.TimeProvider);
        try
        {
            await CreateAsync(timeout.Token).WaitAsync(timeout.Token);
        }
        catch (Exception exception)
        {
            await CloseAsync();
            Leave(exception is OperationCanceledException && timeout.IsCancellationRequested
                ? new TimeoutException($"{GrainId} was not active within {Catalog.Collection.ActivationTimeout}.", exception)
                : exception);
            Catalog.Log.ActivationFailed(exception, GrainId);
            return;
        }

        BecomeValid();
    }

    private async Task CreateAsync(CancellationToken cancellationToken)
    {
        _scope = Catalog.Services.CreateScope();
        var grain = Class.Create(this);
        GrainInstance = grain;
        Filters = grain is IIncomingGrainCallFilter own ? [.. Catalog.Filters, own] : Catalog.Filters;
        foreach (var state in _states ?? [])
        {
            await state.LoadAsync(cancellationToken);
        }

        // A store that does not heed the token may come back when the activation has been given up.
        cancellationToken.ThrowIfCancellationRequested();
        await ((IGrainBase)grain).OnActivateAsync(cancellationToken);
    }

    private void BecomeValid()
    {
        bool end;
        lock (_gate)
        {
            _state = ActivationState.Valid;
            if (AdmitsCalls)
            {
                // Those that interleave may stand behind one that does not, so all are looked at.
                for (var left = _waiting?.Count ?? 0; left > 0; left--)
                {
                    var call = _waiting!.Dequeue();
                    if (call.IsSettled || MayRun(call))
                    {
                        AdmitUnlessSettled(call);
                    }
                    else
                    {
                        _waiting.Enqueue(call);
                    }
                }
            }

            // Most grains never have two calls waiting again.
            if (_waiting is { Count: 0 })
            {
                _waiting = null;
            }

            end = TryBeginEnd();
        }

        if (end)
        {
            Scheduler.Enqueue(new ActivationEnd());
        }
    }

    private async Task EndAsync()
    {
        StopTimers();
        if (GrainInstance is IGrainBase grain && !_ending!.BeforeItBegan)
        {
            using var timeout = new CancellationTokenSource(Catalog.Collection.DeactivationTimeout, Catalog.TimeProvider);
            using var linked = CancellationTokenSource.CreateLinkedTokenSource(timeout.Token, _ending.Token);
            try
            {
                await grain.OnDeactivateAsync(_ending.Reason, linked.Token).WaitAsync(linked.Token);
            }
            catch (Exception exception)
            {
                Catalog.Log.DeactivationFailed(exception, GrainId);
            }
        }

        await CloseAsync();
        Leave(failure: null);
    }

    private void StopTimers()
    {
        IDisposable[] timers;
        lock (_gate)
        {
            timers = [.. _timers ?? []];
            _timers = null;
        }

        foreach (var timer in timers)
        {
            timer.Dispose();
        }
    }

    private async Task CloseAsync()
    {
        StopTimers();
        await CloseAsync(GrainInstance);
        await CloseAsync(_scope);
    }

    /// <summary>Whatever goes wrong here must not keep the key from its next activation.</summary>
    private async Task CloseAsync(object? part)
    {
        try
        {
            switch (part)
            {
                case IAsyncDisposable asynchronous:
                    await asynchronous.DisposeAsync().AsTask().WaitAsync(Catalog.Collection.DeactivationTimeout, Catalog.TimeProvider);
                    break;
                case IDisposable disposable:
                    disposable.Dispose();
                    break;
            }
        }
        catch (Exception exception)
        {
            Catalog.Log.DeactivationFailed(exception, GrainId);
        }
    }

    private void Leave(Exception? failure)
    {
        // First out of the catalog, then gone: whoever finds it gone finds its successor in the catalog.
        if (_pool is null)
        {
            Catalog.Remove(GrainId, this);
        }
        else
        {
            _pool.Remove(this);
        }

        Queue<GrainCall>? left;
        TaskCompletionSource? deactivated;
        lock (_gate)
        {
            _state = ActivationState.Gone;
            left = _waiting;
            deactivated = _deactivated;
            _waiting = null;
        }

        if (failure is Storage.InconsistentStateException conflict)
        {
            conflict.IsSourceActivation = false;
        }

        foreach (var call in left ?? [])
        {
            Dismiss(call, failure);
        }

        // References that were made long ago may still point here: they must not keep the grain in memory.
        GrainInstance = null;
        Filters = [];
        _scope = null;
        _states = null;
        _streams = null;
        deactivated?.TrySetResult();
    }

    /// <summary>Sends a call that waited in vain to the next activation, unless it failed with this one or belonged to it.</summary>
    private void Dismiss(GrainCall call, Exception? failure)
    {
        if (failure is null && !_served && ++call.Moves > MaxMoves)
        {
            failure = new OrleansMessageRejectionException(
                $"{call.Method} of {GrainId} was refused: {call.Moves} activations running ended before they took a call. The last one: {_ending!.Reason}");
            Catalog.Log.CallRefused(failure);
        }

        if (call.IsSettled || call.Method.OfOneActivation)
        {
            call.Cancellation?.Release();
        }
        else if (failure is not null)
        {
            call.GiveUp(failure);
        }
        else
        {
            Catalog.Dispatch(call);
        }
    }

    /// <param name="BeforeItBegan">Asked for while the activation began, so that there is no life to take leave of.</param>
    private sealed record Ending(DeactivationReason Reason, bool Drains, CancellationToken Token, bool BeforeItBegan = false);

    private sealed class ActivationStart(ImmutableDictionary<string, object>? context) : TurnItem
    {
        public override void Run(Activation activation)
        {
            RequestContext.Current = context;
            _ = activation.BeginAsync();
        }
    }

    private sealed class ActivationEnd : TurnItem
    {
        public override void Run(Activation activation) => _ = activation.EndAsync();
    }
}
