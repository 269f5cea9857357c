namespace Orleans.Core;

/// <summary>A stored value of a grain.</summary>
public interface IStorage
{
    /// <summary>The version last read or written; null when nothing was stored yet.</summary>
    string? Etag { get; }

    /// <summary>Whether the store holds a value.</summary>
    bool RecordExists { get; }

    /// <summary>Removes the value from the store and resets the state.</summary>
    Task ClearStateAsync();

    /// <summary>Writes the state.</summary>
    /// <exception cref="Storage.InconsistentStateException">Somebody else has written since; this activation ends.</exception>
    Task WriteStateAsync();

    /// <summary>Reads the value again; what is in memory is lost.</summary>
    Task ReadStateAsync();

    Task ClearStateAsync(CancellationToken cancellationToken) => ClearStateAsync();

    Task WriteStateAsync(CancellationToken cancellationToken) => WriteStateAsync();

    Task ReadStateAsync(CancellationToken cancellationToken) => ReadStateAsync();
}
