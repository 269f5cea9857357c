using System.Collections.Immutable;
using System.Text;
using ModelRegistry.Postgres.Events;

namespace ModelRegistry.Postgres.Tests.Events;

/// <summary>Appends for tests: ids and times that follow from a number.</summary>
internal static class Requests
{
    public static readonly DateTimeOffset Epoch = new(2026, 1, 2, 3, 4, 5, TimeSpan.Zero);

    public static Guid Id(int number) => new(number, 0, 0x7000, 0x80, 0, 0, 0, 0, 0, 0, 1);

    public static StreamId Stream(int number = 1, string kind = "test") => new(kind, Id(number));

    public static NewEvent Event(string payload, string type = "happened") => new(type, Encoding.UTF8.GetBytes(payload));

    public static AppendRequest Append(StreamId stream, long expected, int command, params IEnumerable<NewEvent> events) => new()
    {
        Stream = stream,
        ExpectedVersion = expected,
        CommandId = Id(command),
        Fingerprint = $"fingerprint-{command}",
        Actor = "alice",
        At = Epoch.AddSeconds(command),
        Events = [.. events],
        Result = Encoding.UTF8.GetBytes($$"""{"command":{{command}}}"""),
    };

    public static async Task<ImmutableArray<StoredEvent>> ReadAllAsync(this IEventStore store, StreamId stream, long after = 0)
    {
        var all = ImmutableArray.CreateBuilder<StoredEvent>();
        await foreach (var stored in store.ReadAsync(stream, after))
            all.Add(stored);
        return all.ToImmutable();
    }

    public static string Text(this ReadOnlyMemory<byte> bytes) => Encoding.UTF8.GetString(bytes.Span);
}
