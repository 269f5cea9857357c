using System.Collections.Immutable;
using ModelRegistry.Contracts.Registry.Commands;
using ModelRegistry.Core.Tracking;

namespace ModelRegistry.Postgres.Mlflow;

/// <summary>What a version takes over from its run: params, the latest metrics, tags, and the signature of the model that its source names.</summary>
public static class RunTakeover
{
    /// <param name="version">With its source among the properties.</param>
    /// <param name="run">With all that it has logged.</param>
    /// <param name="models">The models that were logged in it.</param>
    public static RegisterVersion Of(RegisterVersion version, TrackedRun run, ImmutableArray<LoggedSignature> models) => version with
    {
        Params = RunRecord.Params(run),
        Metrics = RunRecord.Metrics(run),
        Manifest = version.Manifest with { RunTags = RunRecord.Tags(run) },
        Signature = SourceOf(version) is { } source && LoggedSignature.Find(models, source) is { } signature ? SignatureReader.Read(signature) : version.Signature,
    };

    /// <summary>What the client said of the files, of a copy what it had said of the first version; null where none did.</summary>
    public static string? SourceOf(RegisterVersion version) =>
        version.Properties.GetValueOrDefault(MlflowProperties.Origin) ?? version.Properties.GetValueOrDefault(MlflowProperties.Source);
}
