using System.Collections.Concurrent;

namespace GrainRuntime.Tests.Semantics.Grains;

/// <summary>Counts activations by key, and tells them how to fail.</summary>
internal sealed class LifeLog
{
    private readonly ConcurrentDictionary<string, int> _activations = new(StringComparer.Ordinal);

    /// <summary>Keys whose activation fails until they are taken out.</summary>
    public ConcurrentDictionary<string, string> Failing { get; } = new(StringComparer.Ordinal);

    /// <summary>How many more activations of a key ask for their end before they have begun.</summary>
    public ConcurrentDictionary<string, int> EndingAtOnce { get; } = new(StringComparer.Ordinal);

    /// <summary>Keys whose activations fail when they end: in OnDeactivateAsync and when they are disposed.</summary>
    public ConcurrentDictionary<string, string> FailingToEnd { get; } = new(StringComparer.Ordinal);

    /// <summary>Keys of which OnDeactivateAsync was called, in order.</summary>
    public ConcurrentQueue<string> Ended { get; } = new();

    /// <summary>Scopes that have been closed.</summary>
    public ConcurrentQueue<Guid> ClosedScopes { get; } = new();

    public int Activations(string key) => _activations.GetValueOrDefault(key);

    /// <summary>Whether this activation is to ask for its end at once.</summary>
    public bool EndsAtOnce(string key) => EndingAtOnce.AddOrUpdate(key, -1, static (_, left) => left - 1) >= 0;

    public void Activated(string key) => _activations.AddOrUpdate(key, 1, static (_, count) => count + 1);
}
