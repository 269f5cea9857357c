using System.Buffers;
using System.Collections.Immutable;
using System.Text.Json;
using ModelRegistry.Learning.XGBoost;

namespace ModelRegistry.Learning.Flavors;

/// <summary>
/// Ranks stocks within a day: gradient-boosted members that differ in their seed alone; the score is their mean. Scores of different days are
/// not to be compared. The artifact is <c>{"format": "stock-ranking/1", "features": […], "members": [XGBoost's JSON, …]}</c>.
/// </summary>
public sealed class StockRankingModel : IScorer
{
    /// <summary>What the artifact's 'format' says.</summary>
    public const string Format = "stock-ranking/1";

    /// <summary>Members at most.</summary>
    public const int MaxMembers = 64;

    private readonly ImmutableArray<XGBoostModel> _members;

    private StockRankingModel(ImmutableArray<string> features, ImmutableArray<XGBoostModel> members)
    {
        Features = features;
        _members = members;
    }

    public ImmutableArray<string> Features { get; }

    public bool Ranks => true;

    public int Members => _members.Length;

    /// <summary>Trees of all members.</summary>
    public int Trees => _members.Sum(member => member.Trees);

    /// <exception cref="InvalidModelException">Not an artifact of this kind, or a member that cannot be scored; says which and why.</exception>
    public static StockRankingModel Read(ReadOnlyMemory<byte> artifact)
    {
        var envelope = ModelEnvelope.Read(artifact.Span, Format, "members", MaxMembers)
            ?? throw new InvalidModelException($"The artifact has no 'format'; '{Format}' was expected.");
        var members = ImmutableArray.CreateBuilder<XGBoostModel>(envelope.Models.Length);
        for (var i = 0; i < envelope.Models.Length; i++)
            members.Add(ReadMember(artifact.Span[envelope.Models[i]], i, envelope.Features));
        if (members.Select(member => member.Objective).Distinct(StringComparer.Ordinal).Skip(1).Any())
            throw new InvalidModelException($"The members have different objectives ({string.Join(", ", members.Select(m => m.Objective))}); their mean would mean nothing.");
        return new StockRankingModel(envelope.Features, members.MoveToImmutable());
    }

    /// <summary>Writes an artifact that <see cref="Read"/> reads.</summary>
    /// <param name="features">Names of the columns, in order.</param>
    /// <param name="members">Models in XGBoost's JSON, written as they are.</param>
    public static byte[] Write(IEnumerable<string> features, IEnumerable<byte[]> members)
    {
        using var buffer = new MemoryStream();
        using (var json = new Utf8JsonWriter(buffer))
        {
            json.WriteStartObject();
            json.WriteString("format", Format);
            json.WriteStartArray("features");
            foreach (var feature in features)
                json.WriteStringValue(feature);
            json.WriteEndArray();
            json.WriteStartArray("members");
            foreach (var member in members)
                json.WriteRawValue(member);
            json.WriteEndArray();
            json.WriteEndObject();
        }

        return buffer.ToArray();
    }

    public void Score(ReadOnlySpan<float> rows, int count, Span<float> scores)
    {
        Rows.Check(rows.Length, count, Features.Length, scores.Length);
        scores = scores[..count];
        _members[0].Score(rows, scores);
        if (_members.Length == 1)
            return;
        var rented = ArrayPool<float>.Shared.Rent(count);
        var member = rented.AsSpan(0, count);
        for (var m = 1; m < _members.Length; m++)
        {
            _members[m].Score(rows, member);
            for (var i = 0; i < count; i++)
                scores[i] += member[i];
        }

        ArrayPool<float>.Shared.Return(rented);
        foreach (ref var score in scores)
            score /= _members.Length;
    }

    private static XGBoostModel ReadMember(ReadOnlySpan<byte> json, int index, ImmutableArray<string> features)
    {
        try
        {
            var model = XGBoostReader.Read(json);
            FeatureNames.CheckAgainst(features, model, $"members[{index}]");
            return model;
        }
        catch (InvalidModelException bad)
        {
            throw new InvalidModelException($"members[{index}]: {bad.Message}", bad);
        }
    }
}
