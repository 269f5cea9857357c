using System.Collections.Immutable;
using ModelRegistry.Contracts.Registry;
using ModelRegistry.Core.Hashing;

namespace ModelRegistry.Core.Registry.Comparing;

/// <summary>What is different from one version to another. Lists are in order of their names.</summary>
public sealed record VersionComparison
{
    /// <summary>Number of the version compared with.</summary>
    public required int Before { get; init; }

    public required int After { get; init; }

    /// <summary>All metrics of either.</summary>
    public required ImmutableArray<MetricChange> Metrics { get; init; }

    public required ImmutableArray<string> ParamsAdded { get; init; }

    public required ImmutableArray<string> ParamsRemoved { get; init; }

    public required ImmutableArray<ValueChange> ParamsChanged { get; init; }

    public required ImmutableArray<string> FeaturesOnlyBefore { get; init; }

    public required ImmutableArray<string> FeaturesOnlyAfter { get; init; }

    public required ImmutableArray<string> FeaturesCommon { get; init; }

    /// <summary>Inputs and outputs, names and types, in order.</summary>
    public required bool SignatureChanged { get; init; }

    /// <summary>Null where one of them does not say what data it was trained on.</summary>
    public bool? DataChanged { get; init; }

    /// <summary>Null where one of them does not say which code it was trained by.</summary>
    public bool? CodeChanged { get; init; }

    public required bool ArtifactChanged { get; init; }

    /// <summary>From the registration of the one to that of the other; negative where they are compared against the order of time.</summary>
    public required TimeSpan TimeBetween { get; init; }

    /// <param name="before">What is compared with.</param>
    /// <param name="after">What is compared.</param>
    /// <param name="directions">For metrics whose names do not tell, or tell wrongly, which way they get better.</param>
    public static VersionComparison Of(ComparedVersion before, ComparedVersion after, IReadOnlyDictionary<string, MetricDirection> directions)
    {
        var (a, b) = (before.Registered, after.Registered);
        var (inputsA, inputsB) = (Inputs(a.Signature), Inputs(b.Signature));
        return new()
        {
            Before = before.Number,
            After = after.Number,
            Metrics = [.. a.Metrics.Keys.Union(b.Metrics.Keys).Order(StringComparer.Ordinal).Select(name => Metric(name, a.Metrics, b.Metrics, directions))],
            ParamsAdded = [.. b.Params.Keys.Except(a.Params.Keys).Order(StringComparer.Ordinal)],
            ParamsRemoved = [.. a.Params.Keys.Except(b.Params.Keys).Order(StringComparer.Ordinal)],
            ParamsChanged =
            [
                .. a.Params.Where(param => b.Params.TryGetValue(param.Key, out var other) && other != param.Value)
                    .OrderBy(param => param.Key, StringComparer.Ordinal).Select(param => new ValueChange(param.Key, param.Value, b.Params[param.Key])),
            ],
            FeaturesOnlyBefore = [.. inputsA.Except(inputsB).Order(StringComparer.Ordinal)],
            FeaturesOnlyAfter = [.. inputsB.Except(inputsA).Order(StringComparer.Ordinal)],
            FeaturesCommon = [.. inputsA.Intersect(inputsB).Order(StringComparer.Ordinal)],
            SignatureChanged = Digest.OfCanonical(a.Signature) != Digest.OfCanonical(b.Signature),
            DataChanged = Differ(a.Manifest.DatasetHash, b.Manifest.DatasetHash),
            CodeChanged = Differ(a.Manifest.CodeFingerprint, b.Manifest.CodeFingerprint) ?? Differ(a.Manifest.GitCommit, b.Manifest.GitCommit),
            ArtifactChanged = a.ArtifactDigest != b.ArtifactDigest,
            TimeBetween = after.CreatedAt - before.CreatedAt,
        };
    }

    private static MetricChange Metric(
        string name, ImmutableDictionary<string, double> before, ImmutableDictionary<string, double> after, IReadOnlyDictionary<string, MetricDirection> directions) => new(
            name,
            before.TryGetValue(name, out var a) ? a : null,
            after.TryGetValue(name, out var b) ? b : null,
            directions.TryGetValue(name, out var direction) ? direction : MetricDirections.Of(name));

    private static List<string> Inputs(Signature signature) => [.. signature.Inputs.Select(input => input.Name)];

    private static bool? Differ(string? before, string? after) => before is null || after is null ? null : before != after;
}
