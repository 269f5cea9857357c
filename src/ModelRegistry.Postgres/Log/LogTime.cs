using System.Buffers.Binary;

namespace ModelRegistry.Postgres.Log;

/// <summary>Times as the log keeps them: UTC, in whole microseconds.</summary>
internal static class LogTime
{
    /// <summary>The first and last as-of time the log takes; PostgreSQL's infinities lie outside.</summary>
    public static readonly DateTimeOffset Earliest = new(1, 1, 2, 0, 0, 0, TimeSpan.Zero);

    public static readonly DateTimeOffset Latest = new(9999, 12, 31, 0, 0, 0, TimeSpan.Zero);

    public static DateOnly Today(TimeProvider time) => DateOnly.FromDateTime(time.GetUtcNow().UtcDateTime);

    /// <summary>The UTC day in a UUIDv7, which is its partition; null when the id is no UUIDv7 or lies beyond the calendar.</summary>
    public static DateOnly? DayOf(Guid id)
    {
        if (id.Version != 7 || (id.Variant & 0b1100) != 0b1000)
            return null;
        Span<byte> bytes = stackalloc byte[16];
        id.TryWriteBytes(bytes, bigEndian: true, out _);
        var milliseconds = BinaryPrimitives.ReadInt64BigEndian(bytes) >> 16;
        return milliseconds <= Latest.ToUnixTimeMilliseconds()
            ? DateOnly.FromDateTime(DateTimeOffset.FromUnixTimeMilliseconds(milliseconds).UtcDateTime)
            : null;
    }
}
