using System.Collections.Immutable;
using System.Text.Json;
using ModelRegistry.Learning.Flavors;

namespace ModelRegistry.Http.Tests.Hosting;

/// <summary>A model whose score is the sum of its inputs: a JSON list of their names.</summary>
internal sealed class SumFlavor : IModelFlavor
{
    public string Name => "sum";

    public IScorer Load(ReadOnlyMemory<byte> artifact)
    {
        try
        {
            return new Scorer([.. JsonSerializer.Deserialize<string[]>(artifact.Span)!]);
        }
        catch (JsonException exception)
        {
            throw new InvalidModelException($"not a list of names: {exception.Message}");
        }
    }

    private sealed class Scorer(ImmutableArray<string> features) : IScorer
    {
        public ImmutableArray<string> Features => features;

        public bool Ranks => true;

        public void Score(ReadOnlySpan<float> rows, int count, Span<float> scores)
        {
            for (var row = 0; row < count; row++)
            {
                scores[row] = 0;
                foreach (var value in rows.Slice(row * features.Length, features.Length))
                    scores[row] += float.IsNaN(value) ? 0 : value;
            }
        }
    }
}
