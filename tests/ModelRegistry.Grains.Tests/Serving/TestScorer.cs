using System.Collections.Immutable;
using System.Text;
using ModelRegistry.Learning.Flavors;

namespace ModelRegistry.Grains.Tests.Serving;

/// <summary>Scores a row by the sum of its features; its artifact is their names, separated by commas.</summary>
internal sealed class TestScorer(ImmutableArray<string> features) : IScorer, IModelFlavor
{
    public string Name => "sum";

    public ImmutableArray<string> Features => features;

    public bool Ranks => true;

    public IScorer Load(ReadOnlyMemory<byte> artifact) => Encoding.UTF8.GetString(artifact.Span) is { Length: > 0 } names
        ? new TestScorer([.. names.Split(',')])
        : throw new InvalidModelException("the artifact is empty");

    public void Score(ReadOnlySpan<float> rows, int count, Span<float> scores)
    {
        for (var row = 0; row < count; row++)
        {
            scores[row] = 0;
            foreach (var value in rows.Slice(row * features.Length, features.Length))
                scores[row] += value;
        }
    }
}
