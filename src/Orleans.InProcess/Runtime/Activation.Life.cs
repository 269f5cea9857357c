using System.Collections.Immutable;
using Microsoft.Extensions.DependencyInjection;
using Orleans.Runtime;

namespace Orleans.InProcess;

/// <content>How an activation begins and ends.</content>
internal sealed partial class Activation
{
    private readonly TaskCompletionSource _deactivated = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private AsyncServiceScope? _scope;
    private List<IActivationState>? _states;
    private HashSet<IDisposable>? _timers;
    private StreamConsumers? _streams;
    private Ending? _ending;
    private long _keepUntil;

    public Task Deactivated => _deactivated.Task;

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

    public void DelayDeactivation(TimeSpan timeSpan) => _keepUntil = timeSpan < TimeSpan.Zero ? 0 : Catalog.Clock.After(timeSpan);

    /// <summary>Ends the activation when nobody has called it for longer than its class allows.</summary>
    public void CollectWhenIdle(long now)
    {
        bool idle;
        lock (_gate)
        {
            idle = _state == ActivationState.Valid && _running.Count == 0 && _waiting is not { Count: > 0 }
                && now >= _keepUntil && Class.AgeLimit is { } age && now - _lastUsed >= age.Ticks;
        }

        if (idle)
        {
            Deactivate(new DeactivationReason(DeactivationReasonCode.ActivationIdle, $"Not called for {Class.AgeLimit}."));
        }
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
            call.Fail(exception);
        }
    }

    public void Own(IActivationState state) => (_states ??= []).Add(state);

    public void Own(IDisposable timer) => (_timers ??= []).Add(timer);

    public void Disown(IDisposable timer) => _timers?.Remove(timer);

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
            // A drain that finds an end under way lets it go on; an end asked for during a drain replaces it.
            if (_state >= ActivationState.Deactivating || (_ending is not null && ending.Drains))
            {
                return;
            }

            _ending ??= ending;
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
        try
        {
            using var timeout = new CancellationTokenSource(Catalog.Collection.ActivationTimeout, Catalog.TimeProvider);
            await CreateAsync(timeout.Token).WaitAsync(timeout.Token);
        }
        catch (Exception exception)
        {
            Catalog.Log.ActivationFailed(exception, GrainId);
            await CloseAsync();
            Leave(exception is OperationCanceledException
                ? new TimeoutException($"{GrainId} was not active within {Catalog.Collection.ActivationTimeout}.", exception)
                : exception);
            return;
        }

        BecomeValid();
    }

    private async Task CreateAsync(CancellationToken cancellationToken)
    {
        var scope = Catalog.Services.CreateAsyncScope();
        _scope = scope;
        scope.ServiceProvider.GetRequiredService<ActivationHolder>().Activation = this;
        var grain = Class.Create(this);
        GrainInstance = grain;
        Filters = grain is IIncomingGrainCallFilter own ? [.. Catalog.Filters, own] : Catalog.Filters;
        foreach (var state in _states ?? [])
        {
            await state.LoadAsync(cancellationToken);
        }

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
                    if (call.IsSettled)
                    {
                        continue;
                    }

                    if (MayRun(call))
                    {
                        Admit(call);
                    }
                    else
                    {
                        _waiting.Enqueue(call);
                    }
                }
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
        if (GrainInstance is IGrainBase grain)
        {
            using var timeout = new CancellationTokenSource(Catalog.Collection.DeactivationTimeout, Catalog.TimeProvider);
            using var linked = CancellationTokenSource.CreateLinkedTokenSource(timeout.Token, _ending!.Token);
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

    private async Task CloseAsync()
    {
        foreach (var timer in _timers?.ToArray() ?? [])
        {
            timer.Dispose();
        }

        try
        {
            switch (GrainInstance)
            {
                case IAsyncDisposable asynchronous:
                    await asynchronous.DisposeAsync();
                    break;
                case IDisposable disposable:
                    disposable.Dispose();
                    break;
            }

            if (_scope is { } scope)
            {
                await scope.DisposeAsync();
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
        lock (_gate)
        {
            _state = ActivationState.Gone;
            left = _waiting;
            _waiting = null;
        }

        foreach (var call in left ?? [])
        {
            if (failure is not null)
            {
                call.Fail(failure);
            }
            else if (!call.IsSettled && !call.Method.OfOneActivation)
            {
                Catalog.Dispatch(call);
            }
        }

        _deactivated.TrySetResult();
    }

    private sealed record Ending(DeactivationReason Reason, bool Drains, CancellationToken Token);

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
