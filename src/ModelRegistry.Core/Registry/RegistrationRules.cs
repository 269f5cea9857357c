using System.Text.Json;
using ModelRegistry.Contracts;
using ModelRegistry.Contracts.Registry;
using ModelRegistry.Contracts.Registry.Commands;
using ModelRegistry.Core.Hashing;

namespace ModelRegistry.Core.Registry;

/// <summary>What a version must be to be registered.</summary>
internal static class RegistrationRules
{
    private const int MaxFields = 10_000;
    private const int MaxConfig = TextRules.MaxJson;
    private const int MaxHash = 256;
    private const int MaxSources = 100;

    /// <summary>Null when all is well.</summary>
    public static Refusal? Check(ModelState state, RegisterVersion command)
        => CheckArtifact(command)
        ?? CheckStage(command)
        ?? CheckRun(command)
        ?? CheckParent(state, command)
        ?? CheckTexts(command)
        ?? CheckSignature(command.Signature)
        ?? CheckManifest(command.Manifest)
        ?? CheckServing(command.DeploymentConfig, command.ServingEndpoint, command.ServingNotes)
        ?? CheckDerivedFrom(state, command);

    /// <summary>Null when what operators say about a version is well formed.</summary>
    public static Refusal? CheckServing(string? deploymentConfig, string? endpoint, string? notes)
        => CheckJson("deploymentConfig", deploymentConfig)
        ?? TextRules.Check("servingEndpoint", endpoint, TextRules.MaxValue)
        ?? TextRules.Check("servingNotes", notes, TextRules.MaxDescription);

    private static Refusal? CheckDerivedFrom(ModelState state, RegisterVersion command)
    {
        if (command.DerivedFrom.Length > MaxSources)
            return ModelRefusals.Invalid("too_many", $"derivedFrom names {command.DerivedFrom.Length} versions; at most {MaxSources} are allowed.");
        if (command.DerivedFrom.GroupBy(source => source).FirstOrDefault(group => group.Count() > 1) is { } twice)
            return ModelRefusals.Invalid("duplicate_source", $"derivedFrom names version {twice.Key.Number} of model {twice.Key.ModelId:D} twice; once is enough.");

        // That versions of other models exist was checked at the door; one of this model comes before this one, or lineage would run in a circle.
        return command.DerivedFrom.FirstOrDefault(source => source.Number < 1 || (source.ModelId == state.Id && state.Find(source.Number) is null)) is { } wrong
            ? ModelRefusals.Invalid("unknown_source", $"derivedFrom names version {wrong.Number} of model {wrong.ModelId:D}, which is not registered.")
            : null;
    }

    private static Refusal? CheckArtifact(RegisterVersion command)
    {
        if (NameRules.Check("The flavor", command.Flavor, 100) is { } refusal)
            return refusal;
        if (!Digest.IsWellFormed(command.ArtifactDigest))
            return BadDigest("artifact digest", command.ArtifactDigest);
        if (command.ReferenceProfileDigest is { } profile && !Digest.IsWellFormed(profile))
            return BadDigest("reference profile digest", profile);
        return command.ArtifactSize < 0
            ? ModelRefusals.Invalid("invalid_size", $"The artifact size {command.ArtifactSize} is negative; a number of bytes is wanted.")
            : null;
    }

    private static Refusal? CheckStage(RegisterVersion command) => command.InitialStage is Stage.Draft or Stage.Trained
        ? null
        : ModelRefusals.Invalid("invalid_stage", $"A version cannot begin in {command.InitialStage}; it begins in Draft or Trained and is promoted from there.");

    private static Refusal? CheckRun(RegisterVersion command) => command is { ManifestOpen: true, RunId: null }
        ? ModelRefusals.Invalid("run_missing", "The version is to take over what its run logs and names none; give the id of the run.")
        : null;

    private static Refusal? CheckParent(ModelState state, RegisterVersion command)
        => command.ParentVersion is not { } parent || state.Find(parent) is not null ? null : ModelRefusals.NoVersion(state, parent);

    private static Refusal? CheckTexts(RegisterVersion command)
        => TextRules.Check("algorithm", command.Algorithm, TextRules.MaxKey)
        ?? TextRules.Check("type", command.Type, TextRules.MaxKey)
        ?? TextRules.Check("description", command.Description, TextRules.MaxDescription)
        ?? TextRules.CheckMap("params", command.Params)
        ?? TextRules.CheckMap("tags", command.Tags)
        ?? TextRules.CheckMap("properties", command.Properties)
        ?? TextRules.CheckKeys("metrics", command.Metrics.Keys);

    private static Refusal? CheckSignature(Signature signature)
        => CheckFields("input", [.. signature.Inputs]) ?? CheckFields("output", [.. signature.Outputs]) ?? CheckJson("original of the signature", signature.Original);

    private static Refusal? CheckFields(string what, List<SignatureField> fields)
    {
        if (fields.Count > MaxFields)
            return ModelRefusals.Invalid("too_many", $"The signature has {fields.Count} {what}s; at most {MaxFields} are allowed.");
        var names = new HashSet<string>(StringComparer.Ordinal);
        foreach (var field in fields)
        {
            if ((NameRules.Check($"A signature {what}", field.Name, TextRules.MaxKey) ?? NameRules.Check($"The type of {what} '{field.Name}'", field.Type, TextRules.MaxKey)) is { } refusal)
                return refusal;
            if (!names.Add(field.Name))
                return ModelRefusals.Invalid("duplicate_field", $"The signature names the {what} '{field.Name}' twice; each name may occur once.");
        }

        return null;
    }

    private static Refusal? CheckManifest(Manifest manifest)
        => TextRules.Check("featureGraphHash", manifest.FeatureGraphHash, MaxHash)
        ?? TextRules.Check("trainingConfigHash", manifest.TrainingConfigHash, MaxHash)
        ?? TextRules.Check("datasetHash", manifest.DatasetHash, MaxHash)
        ?? TextRules.Check("codeFingerprint", manifest.CodeFingerprint, MaxHash)
        ?? TextRules.Check("gitCommit", manifest.GitCommit, MaxHash)
        ?? TextRules.Check("trainingDataset", manifest.TrainingDataset, TextRules.MaxValue)
        ?? TextRules.Check("environment", manifest.Environment, MaxConfig)
        ?? CheckJson("manifest config", manifest.Config)
        ?? CheckJson("runTags", manifest.RunTags)
        ?? CheckSpan(manifest);

    private static Refusal? CheckJson(string what, string? config)
    {
        if (string.IsNullOrEmpty(config))
            return null;
        if (TextRules.Check(what, config, MaxConfig) is { } refusal)
            return refusal;
        try
        {
            using var parsed = JsonDocument.Parse(config);
            return null;
        }
        catch (JsonException e)
        {
            return ModelRefusals.Invalid("invalid_config", $"The {what} is not JSON: {e.Message}");
        }
    }

    private static Refusal? CheckSpan(Manifest manifest)
    {
        if (manifest.TrainFrom > manifest.TrainTo)
            return ModelRefusals.Invalid("invalid_span", $"The training data begins {manifest.TrainFrom:O}, after its end {manifest.TrainTo:O}; trainFrom comes first.");
        return manifest.Samples < 0
            ? ModelRefusals.Invalid("invalid_samples", $"The manifest says {manifest.Samples} samples; a number of training rows is wanted.")
            : null;
    }

    private static Refusal BadDigest(string what, string? value)
        => ModelRefusals.Invalid("invalid_digest", $"The {what} '{value}' is not one; SHA-256 as 64 lower-case hexadecimal digits is wanted.");
}
