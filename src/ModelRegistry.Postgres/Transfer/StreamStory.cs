using ModelRegistry.Postgres.Events;

namespace ModelRegistry.Postgres.Transfer;

/// <summary>A stream that is gone through command by command: its chain is verified, and its events are held to the rules of their kind.</summary>
internal abstract class StreamStory(StreamId stream)
{
    private readonly HashSet<Guid> _commands = [];

    public StreamId Stream => stream;

    /// <summary>Events so far.</summary>
    public long Version { get; private set; }

    /// <summary>The hash of the last of them.</summary>
    public ReadOnlyMemory<byte> Head { get; private set; }

    /// <summary>For people; null before the first event.</summary>
    public abstract string? Name { get; }

    /// <summary>The name it holds now, which no other of its kind may have.</summary>
    public abstract string? LiveName { get; }

    /// <summary>Why it is not to be taken elsewhere as it is now; null where it is.</summary>
    public virtual string? Unfinished => null;

    public static StreamStory Of(StreamId stream) => stream.Kind == ExportLayout.Model ? new ModelStory(stream) : new ExperimentStory(stream);

    /// <summary>The next command.</summary>
    /// <returns>Its events, verified.</returns>
    /// <exception cref="BrokenStreamException">It cannot come next.</exception>
    public IReadOnlyList<StoredEvent> Add(ExportedCommand command)
    {
        if (!_commands.Add(command.CommandId))
            throw Broken($"command {command.CommandId} comes twice");
        if (command.Version != Version + command.Events.Length)
            throw Broken($"command {command.CommandId} has {command.Events.Length} events after {Version} and leaves the stream at {command.Version}");
        if (command.Actor is null && command.Events.Length > 0)
            throw Broken($"command {command.CommandId} has events and no actor");
        if ($"{command.Actor}{command.Origin}{command.Fingerprint}".Contains('\0', StringComparison.Ordinal))
            throw Broken($"command {command.CommandId} has a NUL character in its actor, origin or fingerprint");
        List<StoredEvent> events = [.. command.Events.Select(exported => Follow(command, exported))];
        if (events.Count > 0 && CheckWhole() is { } why)
            throw Broken($"after event {Version} {why}");
        return events;
    }

    /// <summary>Folds an event in.</summary>
    /// <returns>Why it cannot come next; null where it can.</returns>
    protected abstract string? Tell(StoredEvent stored);

    /// <summary>What is wrong after a whole command; null when nothing is.</summary>
    protected virtual string? CheckWhole() => null;

    private StoredEvent Follow(ExportedCommand command, ExportedEvent exported)
    {
        var stored = new StoredEvent
        {
            Stream = stream,
            Version = Version + 1,
            Type = exported.Type,
            Payload = exported.Payload.Bytes,
            At = command.At,
            Actor = command.Actor!,
            CommandId = command.CommandId,
            Hash = HashIn(exported),
        };
        if (!EventHash.Compute(stored, Head.Span).AsSpan().SequenceEqual(stored.Hash.Span))
            throw Broken($"event {stored.Version} ({stored.Type}) does not have the hash of its content and its predecessor");
        if (EventPayload.Check(stored) is { } unreadable)
            throw Broken($"event {stored.Version}: {unreadable}");
        if (Tell(stored) is { } why)
            throw Broken($"event {stored.Version} ({stored.Type}): {why}");
        (Version, Head) = (stored.Version, stored.Hash);
        return stored;
    }

    private byte[] HashIn(ExportedEvent exported)
    {
        try
        {
            return Convert.FromHexString(exported.Hash);
        }
        catch (FormatException)
        {
            throw Broken($"event {Version + 1} has the hash '{exported.Hash}', which is none");
        }
    }

    private BrokenStreamException Broken(FormattableString why) => new(stream, FormattableString.Invariant(why));
}
