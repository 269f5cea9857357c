using System.Text.Json;
using ModelRegistry.Core;
using ModelRegistry.Postgres.Log;

namespace ModelRegistry.Postgres.Tests.Log;

public sealed class LogCursorTests
{
    [Fact]
    public void Advance_BackOrForth_NeverMovesBack()
    {
        var cursor = LogCursor.Start.Advance(7, 10).Advance(7, 4).Advance(9, 1);

        Assert.Equal((10L, 1L, 0L), (cursor.PositionOf(7), cursor.PositionOf(9), cursor.PositionOf(8)));
        Assert.True(cursor.HasPassed(7, 10));
        Assert.False(cursor.HasPassed(7, 11));
    }

    [Fact]
    public void Merge_TwoCursors_TakesTheFurtherOfEachWriter()
    {
        var one = LogCursor.Start.Advance(1, 5).Advance(2, 1);
        var other = LogCursor.Start.Advance(2, 3).Advance(3, 8);

        Assert.Equal(LogCursor.Start.Advance(1, 5).Advance(2, 3).Advance(3, 8), one.Merge(other));
        Assert.Equal(one.Merge(other).GetHashCode(), other.Merge(one).GetHashCode());
        Assert.NotEqual(one, other);
    }

    [Fact]
    public void Json_RoundTrip_IsEqual()
    {
        var cursor = LogCursor.Start.Advance(1, 5).Advance(2, long.MaxValue);

        Assert.Equal(cursor, JsonSerializer.Deserialize<LogCursor>(JsonSerializer.Serialize(cursor, RegistryJson.Options), RegistryJson.Options));
    }
}
