using System.Collections.Immutable;
using System.Globalization;

namespace ModelRegistry.Postgres.Events;

/// <summary>Goes through the events of all streams, stream by stream and in order, and remembers the first broken link of each.</summary>
internal sealed class ChainWalk
{
    private readonly HashSet<StreamId> _broken = [];
    private readonly ImmutableArray<BrokenLink>.Builder _named = ImmutableArray.CreateBuilder<BrokenLink>();
    private StreamId? _stream;
    private StreamHead? _head;
    private long _version;
    private ReadOnlyMemory<byte> _previous;

    public long Streams { get; private set; }

    public long Events { get; private set; }

    /// <param name="stored">The next event.</param>
    /// <param name="head">Of its stream; null when the stream has none.</param>
    /// <param name="commandVersion">The version its command left the stream at; null when there is no such command.</param>
    public void Add(StoredEvent stored, StreamHead? head, long? commandVersion)
    {
        Events++;
        if (stored.Stream != _stream)
        {
            End();
            (_stream, _head, _version, _previous) = (stored.Stream, head, 0, ReadOnlyMemory<byte>.Empty);
            Streams++;
        }

        // After a broken link nothing that follows says anything.
        if (_broken.Contains(stored.Stream))
            return;
        _version++;
        if (Judge(stored, commandVersion) is { } why)
            Break(new BrokenLink(stored.Stream, _version, why));
        _previous = stored.Hash;
    }

    /// <summary>Ends the stream that was gone through last.</summary>
    public void End()
    {
        if (_stream is not { } stream || _broken.Contains(stream))
            return;
        if (_head is null)
            Break(new BrokenLink(stream, _version + 1, Text($"the stream has {_version} events and no head")));
        else if (_head.Version != _version)
            Break(new BrokenLink(stream, _version + 1, Text($"the stream's head is at version {_head.Version}, the last event is {_version}")));
        else if (!_head.Hash.Span.SequenceEqual(_previous.Span))
            Break(new BrokenLink(stream, _version + 1, Text($"the stream's head has another hash than its last event, {_version}")));
    }

    /// <summary>Remembers a broken link if it is the first of its stream.</summary>
    public void Break(BrokenLink link)
    {
        if (_broken.Add(link.Stream) && _named.Count < ChainReport.MostNamed)
            _named.Add(link);
    }

    public ChainReport Report() => new() { Streams = Streams, Events = Events, BrokenStreams = _broken.Count, Broken = _named.ToImmutable() };

    private string? Judge(StoredEvent stored, long? commandVersion)
    {
        if (stored.Version != _version)
            return Text($"event {_version} is missing: {stored.Version} follows {_version - 1}");
        if (!stored.Hash.Span.SequenceEqual(EventHash.Compute(stored, _previous.Span)))
            return Text($"event {_version} ({stored.Type}) does not have the hash of its content and its predecessor");
        if (_version > _head?.Version)
            return Text($"event {_version} ({stored.Type}) stands after the stream's head, which is at {_head.Version}");
        if (commandVersion is null)
            return Text($"event {_version} ({stored.Type}) belongs to command {stored.CommandId}, which is not there");
        return commandVersion < _version
            ? Text($"event {_version} ({stored.Type}) belongs to command {stored.CommandId}, which left the stream at {commandVersion}")
            : null;
    }

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
