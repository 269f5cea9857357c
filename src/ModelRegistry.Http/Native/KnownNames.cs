using System.Collections.Concurrent;

namespace ModelRegistry.Http.Native;

/// <summary>Ids of models by the names that they were found under last: guesses, as a model may have been renamed or deleted since, by any host.</summary>
internal sealed class KnownNames
{
    private const int Most = 10_000;

    private readonly ConcurrentDictionary<string, Guid> _ids = new(StringComparer.Ordinal);

    public Guid? Find(string name) => _ids.TryGetValue(name, out var id) ? id : null;

    /// <summary>When there is no room any more, all are forgotten.</summary>
    public void Remember(string name, Guid id)
    {
        if (_ids.Count >= Most)
            _ids.Clear();
        _ids[name] = id;
    }

    public void Forget(string name, Guid id) => _ids.TryRemove(new(name, id));
}
