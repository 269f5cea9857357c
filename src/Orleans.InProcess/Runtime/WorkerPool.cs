using Orleans.Runtime;

namespace Orleans.InProcess;

/// <summary>The activations of one stateless worker: a call goes to an idle one, else to a new one, else to the least busy.</summary>
internal sealed class WorkerPool(GrainCatalog catalog, GrainClass @class, GrainId grainId) : CallTarget
{
    private readonly Lock _gate = new();
    private readonly List<Activation> _workers = [];
    private bool _gone;

    public override IEnumerable<Activation> Activations
    {
        get
        {
            lock (_gate)
            {
                return [.. _workers];
            }
        }
    }

    public override void OnTick(long now, bool collect)
    {
        foreach (var worker in Activations)
        {
            worker.OnTick(now, collect);
        }
    }

    public override bool TryEnqueue(GrainCall call)
    {
        lock (_gate)
        {
            while (!_gone)
            {
                var worker = Choose();
                if (worker.TryEnqueue(call))
                {
                    return true;
                }

                // It left between being chosen and being called; its own removal finds it gone already.
                _workers.Remove(worker);
            }

            return false;
        }
    }

    public void Remove(Activation worker)
    {
        lock (_gate)
        {
            _workers.Remove(worker);
            if (_workers.Count == 0 && !_gone)
            {
                _gone = true;
                catalog.Remove(grainId, this);
            }
        }
    }

    private Activation Choose()
    {
        Activation? best = null;
        foreach (var worker in _workers)
        {
            var load = worker.Load;
            if (load == 0)
            {
                return worker;
            }

            if (best is null || load < best.Load)
            {
                best = worker;
            }
        }

        if (best is null || _workers.Count < @class.MaxWorkers)
        {
            best = new Activation(catalog, @class, grainId, this);
            _workers.Add(best);
        }

        return best;
    }
}
