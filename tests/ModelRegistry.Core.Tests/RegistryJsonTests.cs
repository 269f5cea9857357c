using System.Collections.Immutable;
using System.Text.Json;

namespace ModelRegistry.Core.Tests;

public sealed class RegistryJsonTests
{
    [Fact]
    public void Write_ListNeverSet_IsEmpty()
        => Assert.Equal("""{"name":"a","words":[],"figures":[],"tags":{}}""", JsonSerializer.Serialize(new Thing { Name = "a", Words = default, Figures = default }, RegistryJson.Options));

    [Theory]
    [InlineData("""{"name":null}""", "name")]
    [InlineData("""{"name":"a","words":null}""", "words")]
    [InlineData("""{"name":"a","words":["b",null]}""", "words")]
    [InlineData("""{"name":"a","figures":null}""", "figures")]
    [InlineData("""{"name":"a","tags":null}""", "tags")]
    public void Read_NullWhereAValueIsNeeded_IsRefusedByName(string json, string member)
    {
        var refusal = Assert.Throws<JsonException>(() => JsonSerializer.Deserialize<Thing>(json, RegistryJson.Options));
        Assert.Contains(member, refusal.Message, StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public void Read_ListsLeftOut_AreEmpty()
    {
        var thing = JsonSerializer.Deserialize<Thing>("""{"name":"a"}""", RegistryJson.Options)!;

        Assert.Empty(thing.Words);
        Assert.Empty(thing.Figures);
        Assert.Empty(thing.Tags);
    }

    [Fact]
    public void ReadAndWrite_NullAmongNullableNumbers_IsKept()
    {
        const string Json = """{"name":"a","words":["b"],"figures":[1,null,"NaN"],"tags":{}}""";

        var thing = JsonSerializer.Deserialize<Thing>(Json, RegistryJson.Options)!;

        Assert.Equal(new double?[] { 1, null, double.NaN }, thing.Figures.ToArray());
        Assert.Equal(Json, JsonSerializer.Serialize(thing, RegistryJson.Options));
    }

    private sealed record Thing
    {
        public required string Name { get; init; }

        public ImmutableArray<string> Words { get; init; } = [];

        public ImmutableArray<double?> Figures { get; init; } = [];

        public ImmutableDictionary<string, string> Tags { get; init; } = ImmutableDictionary<string, string>.Empty;
    }
}
