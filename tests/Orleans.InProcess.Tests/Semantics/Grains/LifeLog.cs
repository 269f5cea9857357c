using System.Collections.Concurrent;

namespace GrainRuntime.Tests.Semantics.Grains;

/// <summary>Counts activations by key, and tells them how to fail.</summary>
internal sealed class LifeLog
{
    private readonly ConcurrentDictionary<string, int> _activations = new(StringComparer.Ordinal);

    /// <summary>Keys whose activation fails until they are taken out.</summary>
    public ConcurrentDictionary<string, string> Failing { get; } = new(StringComparer.Ordinal);

    /// <summary>Scopes that have been closed.</summary>
    public ConcurrentQueue<Guid> ClosedScopes { get; } = new();

    public int Activations(string key) => _activations.GetValueOrDefault(key);

    public void Activated(string key) => _activations.AddOrUpdate(key, 1, static (_, count) => count + 1);
}
