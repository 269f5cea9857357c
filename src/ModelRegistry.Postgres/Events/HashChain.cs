using System.Globalization;
using System.Runtime.CompilerServices;
using Npgsql;

namespace ModelRegistry.Postgres.Events;

/// <summary>Verifies that the event log is what was written: every event's hash, every version, every stream's head.</summary>
public sealed class HashChain(NpgsqlDataSource database, IEventStore events)
{
    /// <summary>The first broken link of one stream; null when it is whole.</summary>
    /// <exception cref="StoreUnavailableException">The database cannot be reached.</exception>
    public async Task<BrokenLink?> VerifyAsync(StreamId stream, CancellationToken cancellationToken = default)
    {
        var head = await DatabaseErrors.GuardAsync(() => ReadHeadAsync(stream, cancellationToken), $"reading the head of {stream}");
        ReadOnlyMemory<byte> previous = Array.Empty<byte>();
        long version = 0;
        await foreach (var stored in events.ReadAsync(stream, 0, cancellationToken))
        {
            // An append that came after the head was read.
            if (head is not null && version == head.Value.Version)
                break;
            if (stored.Version != ++version)
                return new BrokenLink(stream, version, string.Create(CultureInfo.InvariantCulture, $"event {version} is missing: {stored.Version} follows {version - 1}"));
            if (!stored.Hash.Span.SequenceEqual(EventHash.Compute(stored, previous.Span)))
                return new BrokenLink(stream, version, string.Create(CultureInfo.InvariantCulture, $"event {version} ({stored.Type}) does not have the hash of its content and its predecessor"));
            previous = stored.Hash;
        }

        return head is { } end && end.Version == version && end.Hash.AsSpan().SequenceEqual(previous.Span) || head is null && version == 0
            ? null
            : new BrokenLink(stream, version + 1, string.Create(CultureInfo.InvariantCulture, $"the stream's head is at version {head?.Version ?? 0}, the last event is {version}"));
    }

    /// <summary>The broken links of all streams, one per broken stream.</summary>
    /// <exception cref="StoreUnavailableException">The database cannot be reached.</exception>
    public async IAsyncEnumerable<BrokenLink> VerifyAllAsync([EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        foreach (var stream in await DatabaseErrors.GuardAsync(() => ReadStreamsAsync(cancellationToken), "listing the streams"))
        {
            if (await VerifyAsync(stream, cancellationToken) is { } broken)
                yield return broken;
        }
    }

    private async Task<(long Version, byte[] Hash)?> ReadHeadAsync(StreamId stream, CancellationToken cancellationToken)
    {
        await using var command = database.CreateCommand("SELECT version, head FROM streams WHERE kind = $1 AND id = $2");
        command.Parameters.AddWithValue(stream.Kind);
        command.Parameters.AddWithValue(stream.Id);
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        return await reader.ReadAsync(cancellationToken) ? (reader.GetInt64(0), reader.GetFieldValue<byte[]>(1)) : null;
    }

    private async Task<List<StreamId>> ReadStreamsAsync(CancellationToken cancellationToken)
    {
        await using var command = database.CreateCommand("SELECT kind, id FROM streams UNION SELECT stream_kind, stream_id FROM events ORDER BY 1, 2");
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        var streams = new List<StreamId>();
        while (await reader.ReadAsync(cancellationToken))
            streams.Add(new StreamId(reader.GetString(0), reader.GetGuid(1)));
        return streams;
    }
}
