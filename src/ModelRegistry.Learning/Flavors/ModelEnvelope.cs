using System.Collections.Immutable;
using System.Text.Json;
using ModelRegistry.Learning.XGBoost;

namespace ModelRegistry.Learning.Flavors;

/// <summary>An artifact that holds models: its format, its feature names, and where each model's own JSON lies in it.</summary>
internal sealed record ModelEnvelope
{
    public ImmutableArray<string> Features { get; private init; } = [];

    /// <summary>Byte ranges of the models in the artifact.</summary>
    public ImmutableArray<Range> Models { get; private init; } = [];

    /// <summary>Reads the outside; the models are passed over.</summary>
    /// <param name="format">What 'format' must say.</param>
    /// <param name="models">The property that holds the model, or an array of models.</param>
    /// <returns>Null where the document has no 'format' at all.</returns>
    /// <exception cref="InvalidModelException">Not such an envelope.</exception>
    public static ModelEnvelope? Read(ReadOnlySpan<byte> artifact, string format, string models, int maxModels)
    {
        if (artifact.Length > XGBoostLimits.Default.Bytes)
            throw new InvalidModelException($"The artifact has {artifact.Length} bytes; at most {XGBoostLimits.Default.Bytes} are read.");
        var json = new JsonCursor(artifact);
        try
        {
            return Read(ref json, format, models, maxModels);
        }
        catch (JsonException broken)
        {
            throw json.Error($"not JSON ({broken.Message})", broken);
        }
    }

    private static ModelEnvelope? Read(ref JsonCursor json, string format, string models, int maxModels)
    {
        string? stated = null;
        ImmutableArray<string>? features = null;
        ImmutableArray<Range>? ranges = null;
        json.Read();
        json.EnterObject();
        while (json.NextProperty(out var name))
        {
            if (name == "format")
                stated = json.Text();
            else if (name == "features")
                features = Names(ref json);
            else if (name == models)
                ranges = Ranges(ref json, models, maxModels);
            else
                json.Skip();
        }

        json.ReadEnd();
        if (stated is null)
            return null;
        if (stated != format)
            throw new InvalidModelException($"The artifact's format is '{stated}'; '{format}' was expected.");
        return new ModelEnvelope
        {
            Features = features ?? throw new InvalidModelException("The artifact has no 'features'."),
            Models = ranges ?? throw new InvalidModelException($"The artifact has no '{models}'."),
        };
    }

    private static ImmutableArray<string> Names(ref JsonCursor json)
    {
        var names = ImmutableArray.CreateBuilder<string>();
        json.EnterArray("features");
        while (json.NextElement())
        {
            if (names.Count == XGBoostLimits.Default.Features)
                throw json.Error($"more than {XGBoostLimits.Default.Features} features.");
            names.Add(json.Text());
        }

        return names.DrainToImmutable();
    }

    private static ImmutableArray<Range> Ranges(ref JsonCursor json, string models, int maxModels)
    {
        if (json.Token == JsonTokenType.StartObject)
            return [Pass(ref json)];
        var ranges = ImmutableArray.CreateBuilder<Range>();
        json.EnterArray(models);
        while (json.NextElement())
        {
            if (ranges.Count == maxModels)
                throw json.Error($"'{models}' has more than {maxModels} elements.");
            ranges.Add(Pass(ref json));
        }

        if (ranges.Count == 0)
            throw json.Error($"'{models}' is empty; at least one model was expected.");
        return ranges.DrainToImmutable();
    }

    private static Range Pass(ref JsonCursor json)
    {
        var start = json.Start;
        json.Skip();
        return start..json.End;
    }
}
