using System.Text.Json;
using ModelRegistry.Contracts.Registry;
using ModelRegistry.Contracts.Registry.Events;
using ModelRegistry.Core;
using ModelRegistry.Postgres.Events;

namespace Benchmarks.Events;

/// <summary>A model whose shadows change again and again.</summary>
internal sealed class BenchmarkStream
{
    private readonly IEventStore _store;
    private readonly StreamId _stream;
    private long _version;

    private BenchmarkStream(IEventStore store, StreamId stream)
    {
        _store = store;
        _stream = stream;
    }

    public static async Task<BenchmarkStream> CreateAsync(IEventStore store, string name)
    {
        var stream = new BenchmarkStream(store, new StreamId("model", NewId()));
        await stream.AppendAsync("model-created", new ModelCreated { ModelId = stream._stream.Id, Name = name, Lifecycle = LifecycleProfile.Governed });
        return stream;
    }

    /// <summary>One append; false after a conflict, when the version has been learned and it is to be tried again.</summary>
    public Task<bool> AppendAsync() => AppendAsync("shadows-set", new ShadowsSet { Numbers = [1, 2, 3], Reason = new string('x', 200) });

    private async Task<bool> AppendAsync(string type, ModelEvent happened)
    {
        var result = await _store.AppendAsync(new AppendRequest
        {
            Stream = _stream,
            ExpectedVersion = Volatile.Read(ref _version),
            CommandId = NewId(),
            Fingerprint = new string('f', 64),
            Actor = "benchmark",
            At = TimeProvider.System.GetUtcNow(),
            Events = [new NewEvent(type, JsonSerializer.SerializeToUtf8Bytes(happened, RegistryJson.Options))],
            Result = "{}"u8.ToArray(),
        });
        if (result.Status is not (AppendStatus.Committed or AppendStatus.Conflict))
            throw new InvalidOperationException($"an append came to {result}");
        // Writers of one stream race: the version only goes up.
        for (var seen = Volatile.Read(ref _version); seen < result.Version; seen = Volatile.Read(ref _version))
            Interlocked.CompareExchange(ref _version, result.Version, seen);
        return result.Status == AppendStatus.Committed;
    }

    private static Guid NewId() => Guid.CreateVersion7(TimeProvider.System.GetUtcNow());
}
