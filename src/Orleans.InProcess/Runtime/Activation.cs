using Orleans.Runtime;

namespace Orleans.InProcess;

/// <summary>
/// One life of a grain: admits calls to its turns. A call that may not interleave with the one that runs waits;
/// what waits when the activation ends moves to the next one.
/// </summary>
internal sealed partial class Activation : CallTarget, IGrainContext
{
    private readonly Lock _gate = new();
    private readonly WorkerPool? _pool;
    private Queue<GrainCall>? _waiting;
    private CallList _running;
    private GrainCall? _blocking;
    private ActivationState _state;
    private bool _served;
    private long _lastUsed;
    private ActivationId _id;

    public Activation(GrainCatalog catalog, GrainClass @class, GrainId grainId, WorkerPool? pool = null)
    {
        Catalog = catalog;
        Class = @class;
        GrainId = grainId;
        _pool = pool;
        Scheduler = new TurnScheduler(this);
        _lastUsed = catalog.Clock.Now;
    }

    public GrainCatalog Catalog { get; }

    public GrainClass Class { get; }

    public TurnScheduler Scheduler { get; }

    public GrainId GrainId { get; }

    public object? GrainInstance { get; private set; }

    /// <summary>The host's call filters, then the grain's own.</summary>
    public IIncomingGrainCallFilter[] Filters { get; private set; } = [];

    public GrainReference GrainReference => Catalog.References.Create(GrainId);

    public ActivationId ActivationId
    {
        get
        {
            lock (_gate)
            {
                return _id.IsDefault ? _id = new ActivationId(Guid.CreateVersion7(Catalog.TimeProvider.GetUtcNow())) : _id;
            }
        }
    }

    public override IEnumerable<Activation> Activations => [this];

    /// <summary>The activation whose turn is running on this thread; null outside of turns.</summary>
    public static Activation? Current => TurnScheduler.OfThisTurn?.Activation;

    /// <summary>Calls that run or wait, or more than any number when the activation is about to end; read without the lock, so only a hint.</summary>
    public int Load => _ending is null ? _running.Count + (_waiting?.Count ?? 0) : int.MaxValue;

    public static Activation Of(IGrainContext context) => context as Activation
        ?? throw new InvalidOperationException($"{context.GetType()} is not an activation of this runtime.");

    public bool Equals(IGrainContext? other) => ReferenceEquals(this, other);

    public override bool TryEnqueue(GrainCall call)
    {
        bool activate;
        lock (_gate)
        {
            if (_state == ActivationState.Gone || (call.Method.OfOneActivation && _state == ActivationState.Deactivating))
            {
                return false;
            }

            call.Cancellation?.Accepted(this);
            if (call.IsSettled)
            {
                call.Cancellation?.Release();
                return true;
            }

            activate = _state == ActivationState.New;
            if (_state == ActivationState.Valid && MayRun(call))
            {
                Admit(call);
                return true;
            }

            (_waiting ??= new Queue<GrainCall>()).Enqueue(call);
            if (activate)
            {
                _state = ActivationState.Activating;
            }
        }

        if (activate)
        {
            Scheduler.Enqueue(new ActivationStart(call.Context));
        }

        return true;
    }

    /// <summary>A running call has ended; runs within the turn that ended it.</summary>
    public void Complete(GrainCall call, Exception? error)
    {
        EndAfter(error);
        var end = false;
        lock (_gate)
        {
            _running.Remove(call);
            if (ReferenceEquals(_blocking, call))
            {
                _blocking = null;
            }

            if (!call.Method.OfOneActivation || call is GrainTimerCall { KeepAlive: true })
            {
                _lastUsed = Catalog.Clock.Now;
            }

            if (AdmitsCalls)
            {
                AdmitWaiting();
            }

            end = TryBeginEnd();
        }

        if (end)
        {
            Scheduler.Enqueue(new ActivationEnd());
        }
    }

    /// <summary>Ends the activation after an error that says that its state cannot be trusted any more.</summary>
    public void EndAfter(Exception? error)
    {
        if (error is Storage.InconsistentStateException { IsSourceActivation: true } conflict)
        {
            conflict.IsSourceActivation = false;
            Deactivate(new DeactivationReason(DeactivationReasonCode.ApplicationError, conflict, "The state in the store was written by somebody else."));
        }
    }

    public override void OnTick(long now, bool collect)
    {
        FailOverdue(now);
        if (collect)
        {
            CollectWhenIdle(now);
        }
    }

    /// <summary>Fails the calls whose callers have waited long enough.</summary>
    private void FailOverdue(long now)
    {
        if (_running.First is null && _waiting is not { Count: > 0 })
        {
            return;
        }

        List<(GrainCall Call, string State)>? overdue = null;
        lock (_gate)
        {
            for (var call = _running.First; call is not null; call = call.Next)
            {
                Look(call, "is running");
            }

            var waitsFor = _state == ActivationState.Valid && _blocking is { } blocking
                ? $"waits behind {blocking.Method}{(blocking.Source is { } by ? $", called by {by.GrainId}," : "")} which is running"
                : $"waits while the grain is {_state}";
            foreach (var call in _waiting ?? [])
            {
                Look(call, waitsFor);
            }
        }

        foreach (var (call, state) in overdue ?? [])
        {
            call.Fail(new TimeoutException($"{call.Method} of {GrainId} has not answered within {Catalog.TimeoutOf(call.Method)}: the call {state}."));
        }

        void Look(GrainCall call, string state)
        {
            if (call.Deadline <= now && !call.IsSettled)
            {
                call.Deadline = long.MaxValue;
                (overdue ??= []).Add((call, state));
            }
        }
    }

    /// <summary>An activation that is to end admits nothing more, not even what interleaves, or it might never end; one that drains admits everything.</summary>
    private bool AdmitsCalls => _ending is null or { Drains: true };

    private bool MayRun(GrainCall call) => AdmitsCalls && (_blocking is null || call.Method.AlwaysInterleave || Class.Reentrant);

    private void Admit(GrainCall call)
    {
        _served = true;
        _running.Add(call);
        if (_blocking is null && !call.Method.AlwaysInterleave && !Class.Reentrant)
        {
            _blocking = call;
        }

        Scheduler.Enqueue(call);
    }

    private void AdmitWaiting()
    {
        while (_waiting is { Count: > 0 } && (_waiting.Peek().IsSettled || MayRun(_waiting.Peek())))
        {
            AdmitUnlessSettled(_waiting.Dequeue());
        }
    }

    private void AdmitUnlessSettled(GrainCall call)
    {
        if (call.IsSettled)
        {
            call.Cancellation?.Release();
        }
        else
        {
            Admit(call);
        }
    }
}
