using System.Collections.Immutable;
using System.Text.Json;
using ModelRegistry.Contracts.Registry;
using ModelRegistry.Contracts.Registry.Commands;
using ModelRegistry.Core;
using ModelRegistry.Core.Monitoring;
using ModelRegistry.Grains.Serving;
using ModelRegistry.Http.Native.Requests;
using ModelRegistry.Learning.Flavors;
using ModelRegistry.Postgres.Artifacts;

namespace ModelRegistry.Http.Native;

/// <summary>
/// Checks what a registration names before the command goes to the model: the artifact is there, is a model of its flavor and takes the
/// declared inputs; drift thresholds are calibrated from the training profile and kept as an artifact of their own.
/// </summary>
internal sealed class RegistrationDesk(IArtifactStore artifacts, IArtifactTrees trees, FlavorRegistry flavors)
{
    /// <exception cref="BadRequestException">Names what does not fit.</exception>
    public async Task<RegisterVersion> CheckAsync(RegisterVersionBody body, ImmutableArray<VersionReference> sources, CancellationToken cancellationToken)
    {
        var (scorer, size) = await LoadAsync(body, cancellationToken);
        var signature = Sign(body, scorer);
        return new()
        {
            SemanticVersion = body.Version,
            Bump = body.Bump,
            Flavor = body.Flavor,
            ArtifactDigest = body.Artifact,
            ArtifactSize = size,
            ReferenceProfileDigest = body.TrainingProfile is null ? null : await CalibrateAsync(body.TrainingProfile, cancellationToken),
            RunId = body.RunId,
            ParentVersion = body.Parent,
            Algorithm = body.Algorithm,
            Type = body.Type,
            Description = body.Description,
            Params = body.Params,
            Metrics = body.Metrics,
            Tags = body.Tags,
            Signature = signature,
            Manifest = body.Manifest ?? new(),
            Properties = body.Properties,
            DeploymentConfig = body.DeploymentConfig,
            ServingEndpoint = body.ServingEndpoint,
            ServingNotes = body.ServingNotes,
            DerivedFrom = sources,
            InitialStage = body.Stage is null ? Stage.Trained : VersionEndpoints.Stage(body.Stage),
        };
    }

    private async Task<(IScorer Scorer, long Size)> LoadAsync(RegisterVersionBody body, CancellationToken cancellationToken)
    {
        try
        {
            var model = await artifacts.ReadModelAsync(body.Artifact, cancellationToken) ?? throw NotStored("artifact", body.Artifact);
            // Only as a tree does it keep its files.
            if (model.Tree is not null && await trees.FindAsync(body.Artifact, cancellationToken) is null)
                throw new BadRequestException($"artifact {body.Artifact} lists files but is no tree of this registry; POST the files to /artifacts/trees", "artifact_not_found");
            return (flavors.Load(body.Flavor, model.Bytes), model.Size);
        }
        catch (InvalidModelException exception)
        {
            throw new BadRequestException($"artifact {body.Artifact} is no model of flavor '{body.Flavor}': {exception.Message}", "invalid_model");
        }
    }

    /// <summary>The declared inputs must be those of the model; where none are declared, the model's are taken.</summary>
    private static Signature Sign(RegisterVersionBody body, IScorer scorer)
    {
        if (body.Signature is not { Inputs.IsDefaultOrEmpty: false } declared)
            return new() { Inputs = [.. scorer.Features.Select(f => new SignatureField { Name = f })], Outputs = body.Signature?.Outputs ?? [new() { Name = "score" }] };
        if (!declared.Inputs.Select(i => i.Name).SequenceEqual(scorer.Features, StringComparer.Ordinal))
        {
            throw new BadRequestException(
                $"signature.inputs are {string.Join(", ", declared.Inputs.Select(i => i.Name))}, but the artifact takes {string.Join(", ", scorer.Features)}",
                "signature_mismatch");
        }

        return declared;
    }

    private async Task<string> CalibrateAsync(string digest, CancellationToken cancellationToken)
    {
        var content = await artifacts.ReadAsync(digest, cancellationToken) ?? throw NotStored("trainingProfile", digest);
        try
        {
            var training = JsonSerializer.Deserialize<TrainingProfile>(content, RegistryJson.Options)
                ?? throw new BadRequestException("trainingProfile is null", "invalid_profile");
            var reference = JsonSerializer.SerializeToUtf8Bytes(Calibrator.Calibrate(training), RegistryJson.Options);
            using var stream = new MemoryStream(reference);
            return (await artifacts.PutAsync(stream, cancellationToken: cancellationToken)).Digest;
        }
        catch (Exception exception) when (exception is JsonException or InvalidProfileException)
        {
            throw new BadRequestException($"trainingProfile {digest} cannot be calibrated: {exception.Message}", "invalid_profile");
        }
    }

    private static BadRequestException NotStored(string field, string digest) =>
        new($"{field} names {digest}, which is not in the artifact store; PUT it to /artifacts first", "artifact_not_found");
}
