using System.Collections.Concurrent;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Orleans.Configuration;
using Orleans.Runtime;

namespace Orleans.InProcess;

/// <summary>All activations of the host by grain id, and the way of every call to its grain.</summary>
internal sealed class GrainCatalog : IDisposable
{
    private readonly ConcurrentDictionary<GrainId, CallTarget> _targets = new();
    private readonly Func<GrainId, CallTarget> _create;
    private readonly TimeSpan _responseTimeout;
    private long _collectAt;
    private volatile CatalogState _state;

    public GrainCatalog(
        IServiceProvider services,
        GrainClasses classes,
        TimeProvider timeProvider,
        IOptions<SiloMessagingOptions> messaging,
        IOptions<GrainCollectionOptions> collection,
        ILogger<GrainCatalog> logger)
    {
        Services = services;
        Classes = classes;
        TimeProvider = timeProvider;
        Collection = collection.Value;
        Log = new RuntimeLog(logger);
        References = new GrainReferences(this);
        _responseTimeout = messaging.Value.ResponseTimeout;
        Clock = new CoarseClock(timeProvider, TickFor(_responseTimeout, Collection.CollectionQuantum), OnTick);
        _create = Create;
    }

    public IServiceProvider Services { get; }

    public GrainClasses Classes { get; }

    public TimeProvider TimeProvider { get; }

    public GrainCollectionOptions Collection { get; }

    public RuntimeLog Log { get; }

    public GrainReferences References { get; }

    /// <summary>Made when the first grain needs them, since a filter may itself want the grain factory.</summary>
    public IIncomingGrainCallFilter[] Filters => field ??= [.. Services.GetServices<IIncomingGrainCallFilter>()];

    public CoarseClock Clock { get; }

    public IEnumerable<Activation> Activations => _targets.Values.SelectMany(target => target.Activations);

    public void Start()
    {
        _state = CatalogState.Running;
        _collectAt = Collection.CollectionQuantum.Ticks;
        Clock.Start();
    }

    public TimeSpan TimeoutOf(GrainMethod method) => method.Timeout ?? _responseTimeout;

    /// <summary>Gives a new call what it needs on its way.</summary>
    /// <returns>False when the call is settled already: cancelled, or refused.</returns>
    public bool TryPrepare(GrainCall call, GrainId target)
    {
        call.Target = target;
        call.Source = Activation.Current;
        call.Context = RequestContext.Current;
        if (call.Token.CanBeCanceled)
        {
            if (call.Token.IsCancellationRequested)
            {
                call.Cancel(call.Token);
                return false;
            }

            call.Cancellation = new CallCancellation(call);
        }

        if (!call.Method.OneWay && !call.Method.OfOneActivation)
        {
            call.Deadline = Clock.After(TimeoutOf(call.Method));
        }

        return Accepts(call);
    }

    /// <summary>Sends the call to the activation of its grain, made where there is none.</summary>
    /// <returns>Null when there is no such grain class: the call has failed.</returns>
    public CallTarget? Dispatch(GrainCall call)
    {
        while (Find(call) is { } target)
        {
            if (target.TryEnqueue(call))
            {
                // The host may have stopped since the call was let in: then nobody else looks at this target any more.
                if (_state == CatalogState.Stopped)
                {
                    Abandon(target);
                }

                return target;
            }
        }

        return null;
    }

    public void Remove(GrainId grainId, CallTarget target) => _targets.TryRemove(KeyValuePair.Create(grainId, target));

    /// <summary>Takes no more calls from outside, lets the grains finish what they have, and ends them.</summary>
    public async Task StopAsync(CancellationToken cancellationToken)
    {
        _state = CatalogState.Draining;
        try
        {
            // Grains that drain may call others, so that new activations come: until none is left.
            while (!_targets.IsEmpty)
            {
                await Task.WhenAll(Activations.Select(activation => activation.DrainAsync(cancellationToken))).WaitAsync(cancellationToken);
            }
        }
        catch (OperationCanceledException)
        {
            Log.DrainCutShort(_targets.Count);
        }

        _state = CatalogState.Stopped;
        foreach (var target in _targets.Values)
        {
            Abandon(target);
        }

        Clock.Dispose();
    }

    public void Dispose() => Clock.Dispose();

    private CallTarget? Find(GrainCall call)
    {
        try
        {
            return _targets.TryGetValue(call.Target, out var found) ? found : _targets.GetOrAdd(call.Target, _create);
        }
        catch (ArgumentException unknown)
        {
            call.GiveUp(unknown);
            return null;
        }
    }

    private static TimeSpan TickFor(TimeSpan responseTimeout, TimeSpan quantum)
    {
        var shortest = responseTimeout < quantum && responseTimeout > TimeSpan.Zero ? responseTimeout : quantum;
        return TimeSpan.FromTicks(Math.Clamp(shortest.Ticks / 20, TimeSpan.TicksPerMillisecond * 20, TimeSpan.TicksPerSecond));
    }

    private static void Abandon(CallTarget target)
    {
        foreach (var activation in target.Activations)
        {
            activation.Abandon(new SiloUnavailableException($"The host stopped before {activation.GrainId} could answer."));
        }
    }

    private bool Accepts(GrainCall call)
    {
        if (_state == CatalogState.Running || (_state == CatalogState.Draining && call.Source is not null))
        {
            return true;
        }

        call.GiveUp(new SiloUnavailableException($"{call.Method} of {call.Target} was not called: the host {(_state == CatalogState.New ? "has not started yet" : "is stopping")}."));
        return false;
    }

    private CallTarget Create(GrainId grainId)
    {
        var grainClass = Classes.Of(grainId.Type);
        return grainClass.MaxWorkers > 0 ? new WorkerPool(this, grainClass, grainId) : new Activation(this, grainClass, grainId);
    }

    private void OnTick(long now)
    {
        var collect = now >= _collectAt;
        if (collect)
        {
            _collectAt = now + Collection.CollectionQuantum.Ticks;
        }

        foreach (var (_, target) in _targets)
        {
            target.OnTick(now, collect);
        }
    }
}
