using System.Text;
using ModelRegistry.Postgres.Artifacts;

namespace ModelRegistry.Grains.Tests.Serving;

/// <summary>Artifacts by digest; counts the reads, and waits in them when told to.</summary>
internal sealed class MemoryArtifacts : IArtifactStore
{
    public Dictionary<string, string> Contents { get; } = new(StringComparer.Ordinal);

    public List<string> Reads { get; } = [];

    public TaskCompletionSource? Gate { get; set; }

    public Exception? Failure { get; set; }

    public async Task<Stream?> OpenAsync(string digest, CancellationToken cancellationToken = default)
    {
        Reads.Add(digest);
        if (Gate is not null)
            await Gate.Task;
        if (Failure is not null)
            throw Failure;
        return Contents.TryGetValue(digest, out var content) ? new MemoryStream(Encoding.UTF8.GetBytes(content)) : null;
    }

    public Task<PutResult> PutAsync(Stream content, string? expected = null, CancellationToken cancellationToken = default) => throw new NotSupportedException();

    public Task<bool> PinAsync(string holder, string digest, CancellationToken cancellationToken = default) => throw new NotSupportedException();

    public Task<long?> FindAsync(string digest, CancellationToken cancellationToken = default) => throw new NotSupportedException();
}
