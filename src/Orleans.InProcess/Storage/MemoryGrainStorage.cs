using System.Collections.Concurrent;
using System.Globalization;
using System.Text.Json;
using Orleans.Runtime;
using Orleans.Storage;

namespace Orleans.InProcess;

/// <summary>Keeps states as JSON as long as the host lives, so that what is read is never the object that was written.</summary>
internal sealed class MemoryGrainStorage : IGrainStorage
{
    private readonly ConcurrentDictionary<(string State, GrainId Grain), Row> _rows = new();

    public Task ReadStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState)
    {
        var row = _rows.GetValueOrDefault((stateName, grainId));
        grainState.State = row?.Json is { } json ? JsonSerializer.Deserialize<T>(json, GrainStateJson.Options) : default;
        grainState.ETag = row?.Version.ToString(CultureInfo.InvariantCulture);
        grainState.RecordExists = row?.Json is not null;
        return Task.CompletedTask;
    }

    public Task WriteStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState)
    {
        Replace(stateName, grainId, grainState, JsonSerializer.SerializeToUtf8Bytes(grainState.State, GrainStateJson.Options));
        grainState.RecordExists = true;
        return Task.CompletedTask;
    }

    public Task ClearStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState)
    {
        Replace(stateName, grainId, grainState, json: null);
        grainState.RecordExists = false;
        return Task.CompletedTask;
    }

    private void Replace<T>(string stateName, GrainId grainId, IGrainState<T> grainState, byte[]? json)
    {
        var key = (stateName, grainId);
        var stored = _rows.GetValueOrDefault(key);
        var version = stored?.Version.ToString(CultureInfo.InvariantCulture);
        var next = new Row((stored?.Version ?? 0) + 1, json);
        var replaced = string.Equals(version, grainState.ETag, StringComparison.Ordinal)
            && (stored is null ? _rows.TryAdd(key, next) : _rows.TryUpdate(key, next, stored));
        if (!replaced)
        {
            throw new InconsistentStateException(
                $"State \"{stateName}\" of {grainId} has version {version ?? "none"} in the store; this activation knows {grainState.ETag ?? "none"}.", version, grainState.ETag);
        }

        grainState.ETag = next.Version.ToString(CultureInfo.InvariantCulture);
    }

    /// <summary>Compared by reference: every write makes a new one.</summary>
    private sealed class Row(long version, byte[]? json)
    {
        public long Version => version;

        /// <summary>Null when cleared: the version goes on, so that a stale writer is found out.</summary>
        public byte[]? Json => json;
    }
}
