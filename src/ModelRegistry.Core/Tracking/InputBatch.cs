using System.Collections.Immutable;
using System.Globalization;

namespace ModelRegistry.Core.Tracking;

/// <summary>Inputs to be logged to a run: checked, each data set once, and in one order for all writers.</summary>
public sealed class InputBatch
{
    private InputBatch(ImmutableArray<DatasetInput> inputs) => Inputs = inputs;

    public ImmutableArray<DatasetInput> Inputs { get; }

    /// <summary>Of inputs with the same data set the first is taken.</summary>
    /// <exception cref="TrackingException">Something in it cannot be taken.</exception>
    public static InputBatch Of(IReadOnlyList<DatasetInput> inputs)
    {
        if (inputs.Count > TrackingLimits.BatchDatasets)
        {
            throw TrackingException.Invalid(string.Create(CultureInfo.InvariantCulture,
                $"A request can contain at most {TrackingLimits.BatchDatasets} datasets. Got {inputs.Count} datasets. Please split up datasets across multiple requests and try again."));
        }

        foreach (var input in inputs)
            Check(input);
        return new([.. inputs
            .DistinctBy(input => (input.Dataset.Name, input.Dataset.Digest))
            .OrderBy(input => input.Dataset.Name, StringComparer.Ordinal).ThenBy(input => input.Dataset.Digest, StringComparer.Ordinal)]);
    }

    private static void Check(DatasetInput input)
    {
        var dataset = input.Dataset;
        TrackingRules.CheckMaximum("name", dataset.Name, TrackingLimits.DatasetName);
        TrackingRules.CheckMaximum("digest", dataset.Digest, TrackingLimits.DatasetDigest);
        TrackingRules.CheckMaximum("source_type", dataset.SourceType, TrackingLimits.DatasetSourceType);
        TrackingRules.CheckMaximum("source", dataset.Source, TrackingLimits.DatasetSource);
        TrackingRules.CheckMaximum("schema", dataset.Schema, TrackingLimits.DatasetSchema);
        TrackingRules.CheckMaximum("profile", dataset.Profile, TrackingLimits.DatasetProfile);
        foreach (var tag in input.Tags)
        {
            TrackingRules.CheckMaximum("key", tag.Key, TrackingLimits.InputTagKey);
            TrackingRules.CheckMaximum("value", tag.Value, TrackingLimits.InputTagValue);
        }
    }
}
