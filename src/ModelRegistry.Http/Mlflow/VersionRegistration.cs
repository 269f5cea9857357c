using System.Collections.Immutable;
using Microsoft.AspNetCore.Http;
using ModelRegistry.Contracts.Registry;
using ModelRegistry.Contracts.Registry.Commands;
using ModelRegistry.Core.Hashing;
using ModelRegistry.Core.Tracking;
using ModelRegistry.Postgres.Artifacts;
using ModelRegistry.Postgres.Mlflow;
using ModelRegistry.Postgres.ReadModels;
using ModelRegistry.Postgres.Tracking;

namespace ModelRegistry.Http.Mlflow;

/// <summary>
/// From what an MLflow client says of a version to what is registered. The client names where the files are and uploads none here, so the version's artifact is a
/// document that says where they are; it keeps what its run has logged so far.
/// </summary>
internal sealed class VersionRegistration(IModelCatalog catalog, IModelQueries queries, IRunStore runs, IArtifactStore artifacts)
{
    private const string Flavor = "mlflow";
    private const int MostRunTags = 900;

    /// <exception cref="TrackingException">What it names does not exist, or cannot be.</exception>
    public async Task<RegisterVersion> ReadAsync(HttpContext http, MlflowMessage request)
    {
        var source = request.Required("source");
        var description = request.Text("description") is { Length: > 0 } text ? text : null;
        var version = ModelSource.TryParseVersion(source) is { } original
            ? await CopyAsync(http, original.Model, original.Number, Run(request))
            : await NewAsync(source, Run(request), http.RequestAborted);
        return version with
        {
            Description = description,
            Tags = request.Tags(),
            Properties = Link(version.Properties.SetItem(MlflowProperties.Source, source), request.Text("run_link")),
        };
    }

    private async Task<RegisterVersion> NewAsync(string source, Guid? runId, CancellationToken cancellationToken)
    {
        var run = runId is { } id ? await FindAsync(id, cancellationToken) : null;
        ModelSource.Check(source, run?.Info.ArtifactUri);
        using var document = new MemoryStream(CanonicalJson.Serialize(new { Source = source, RunId = runId is { } given ? RunId.Text(given) : null }));
        var stored = await artifacts.PutAsync(document, cancellationToken: cancellationToken);
        return new()
        {
            Flavor = Flavor,
            ArtifactDigest = stored.Digest,
            ArtifactSize = document.Length,
            RunId = runId,
            Params = run is null ? ImmutableDictionary<string, string>.Empty : RunRecord.Params(run),
            Metrics = run is null ? ImmutableDictionary<string, double>.Empty : RunRecord.Metrics(run),
            Properties = run is null ? ImmutableDictionary<string, string>.Empty : RunRecord.Tags(run, MlflowProperties.RunTag, MostRunTags),
        };
    }

    /// <summary>A copy has the artifact and all that was measured of its original, and says whose it is.</summary>
    private async Task<RegisterVersion> CopyAsync(HttpContext http, string model, int number, Guid? runId)
    {
        RegistryCall.CheckVisible(http, model);
        var original = await catalog.FindVersionAsync(model, number, http.RequestAborted) ?? throw Unknown(model, number);
        var details = await queries.FindVersionAsync(original.ModelId, number, http.RequestAborted) ?? throw Unknown(model, number);
        return details.Registered with
        {
            SemanticVersion = null,
            ParentVersion = null,
            RunId = runId ?? details.Registered.RunId,
            DeploymentConfig = null,
            ServingEndpoint = null,
            ServingNotes = null,
            DerivedFrom = [new VersionReference { ModelId = original.ModelId, Number = number }],
            Properties = details.Registered.Properties.SetItem(MlflowProperties.Location, original.Location),
        };
    }

    private async Task<TrackedRun?> FindAsync(Guid id, CancellationToken cancellationToken)
    {
        try
        {
            return await runs.GetAsync(id, cancellationToken);
        }
        catch (TrackingException unknown) when (unknown.Fault == TrackingFault.NotFound)
        {
            // A run of another server may be named; then there is nothing here to take over.
            return null;
        }
    }

    private static ImmutableDictionary<string, string> Link(ImmutableDictionary<string, string> properties, string? link) =>
        string.IsNullOrEmpty(link) ? properties.Remove(MlflowProperties.RunLink) : properties.SetItem(MlflowProperties.RunLink, link);

    private static Guid? Run(MlflowMessage request)
    {
        if (request.Text("run_id") is not { Length: > 0 } text)
            return null;
        return RunId.TryParse(text, out var id) ? id : throw TrackingException.Invalid($"Invalid run ID: '{text}'; 32 hexadecimal digits, small letters, are wanted");
    }

    private static TrackingException Unknown(string model, int number) => RegistryCall.NoVersion(model, FormattableString.Invariant($"{number}"));
}
