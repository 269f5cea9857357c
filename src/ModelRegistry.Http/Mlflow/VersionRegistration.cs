using System.Collections.Immutable;
using Microsoft.AspNetCore.Http;
using ModelRegistry.Contracts.Registry;
using ModelRegistry.Contracts.Registry.Commands;
using ModelRegistry.Core.Tracking;
using ModelRegistry.Postgres.Mlflow;
using ModelRegistry.Postgres.ReadModels;
using ModelRegistry.Postgres.Tracking;

namespace ModelRegistry.Http.Mlflow;

/// <summary>
/// From what an MLflow client says of a version to what is registered: its files, and what its run has logged so far, or logs until it ends.
/// </summary>
internal sealed class VersionRegistration(IModelCatalog catalog, IModelQueries queries, IRunStore runs, VersionFiles files)
{
    private const string Flavor = "mlflow";

    /// <exception cref="TrackingException">What it names does not exist, or cannot be.</exception>
    public async Task<RegisterVersion> ReadAsync(HttpContext http, MlflowMessage request)
    {
        var source = request.Required("source");
        var description = request.Text("description") is { Length: > 0 } text ? text : null;
        var version = ModelSource.TryParseVersion(source) is { } original
            ? await CopyAsync(http, original.Model, original.Number, Run(request))
            : await NewAsync(source, Run(request), http.Request.Host.Value ?? "", http.RequestAborted);
        return version with
        {
            Description = description,
            Tags = request.Tags(),
            Properties = Set(version.Properties.SetItem(MlflowProperties.Source, source), MlflowProperties.RunLink, request.Text("run_link")),
        };
    }

    private async Task<RegisterVersion> NewAsync(string source, Guid? runId, string host, CancellationToken cancellationToken)
    {
        var run = runId is { } id ? await FindAsync(id, cancellationToken) : null;
        ModelSource.Check(source, run?.Info.ArtifactUri);
        var artifact = await files.KeepAsync(source, runId, host, cancellationToken);
        var version = new RegisterVersion
        {
            Flavor = Flavor,
            ArtifactDigest = artifact.Digest,
            ArtifactSize = artifact.Size,
            RunId = runId,
            Properties = Set(ImmutableDictionary<string, string>.Empty.Add(MlflowProperties.Source, source), MlflowProperties.Location, artifact.Location),
        };
        return run is null ? version : RunTakeover.Of(version with { ManifestOpen = run.Info.GoesOn }, run, await ModelsAsync(run, cancellationToken));
    }

    private async Task<ImmutableArray<LoggedSignature>> ModelsAsync(TrackedRun run, CancellationToken cancellationToken) =>
        run.Tags.Any(tag => tag.Key == TrackingRules.LoggedModelsTag) ? await runs.ListModelsAsync(run.Info.Id, cancellationToken) : [];

    /// <summary>
    /// A copy has the artifact and all that was measured of its original, and says whose it is. What the run of the original still logs becomes the copy's too, unless
    /// that names another run.
    /// </summary>
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
            ManifestOpen = details.Registered.ManifestOpen && (runId is null || runId == details.Registered.RunId),
            DeploymentConfig = null,
            ServingEndpoint = null,
            ServingNotes = null,
            DerivedFrom = [new VersionReference { ModelId = original.ModelId, Number = number }],
            Properties = WithOrigin(details.Registered).SetItem(MlflowProperties.Location, original.Location),
        };
    }

    private static ImmutableDictionary<string, string> WithOrigin(RegisterVersion original) =>
        RunTakeover.SourceOf(original) is { } source ? original.Properties.SetItem(MlflowProperties.Origin, source) : original.Properties;

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

    private static ImmutableDictionary<string, string> Set(ImmutableDictionary<string, string> properties, string key, string? value) =>
        string.IsNullOrEmpty(value) ? properties.Remove(key) : properties.SetItem(key, value);

    private static Guid? Run(MlflowMessage request)
    {
        if (request.Text("run_id") is not { Length: > 0 } text)
            return null;
        return RunId.TryParse(text, out var id) ? id : throw TrackingException.Invalid($"Invalid run ID: '{text}'; 32 hexadecimal digits, small letters, are wanted");
    }

    private static TrackingException Unknown(string model, int number) => RegistryCall.NoVersion(model, FormattableString.Invariant($"{number}"));
}
