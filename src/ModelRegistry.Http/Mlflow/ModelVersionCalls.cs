using Microsoft.AspNetCore.Http;
using ModelRegistry.Contracts.Registry;
using ModelRegistry.Contracts.Registry.Commands;
using ModelRegistry.Core.Registry;
using ModelRegistry.Core.Tracking;
using ModelRegistry.Http.Native;
using ModelRegistry.Http.Security;
using ModelRegistry.Postgres.Mlflow;

namespace ModelRegistry.Http.Mlflow;

/// <summary>Calls on the versions of registered models.</summary>
internal sealed class ModelVersionCalls(ModelDoor door, IModelCatalog catalog, VersionRegistration registration, StageDesk stages)
{
    private const string Reason = "asked for by an MLflow client";

    public async Task CreateAsync(HttpContext http, MlflowMessage request)
    {
        var name = request.Required("name");
        RegistryCall.CheckVisible(http, name);
        var given = await registration.ReadAsync(http, request);
        var (id, made) = await door.SendAsync(http, request, (model, context) => model.Register(context, given));
        await AnswerAsync(http, Describe(id, name, given, made));
    }

    public async Task GetAsync(HttpContext http, MlflowMessage request) => await AnswerAsync(http, await FindAsync(http, request));

    public async Task UpdateAsync(HttpContext http, MlflowMessage request)
    {
        var number = request.Version();
        if (request.Text("description") is { } description)
            await EditAsync(http, request, new() { Number = number, Description = description });
        await AnswerAsync(http, await FindAsync(http, request));
    }

    public async Task SetTagAsync(HttpContext http, MlflowMessage request)
    {
        await EditAsync(http, request, new() { Number = request.Version(), SetTags = request.Tag() });
        await MlflowAnswer.EmptyAsync(http);
    }

    /// <summary>A tag that is not there needs no removing.</summary>
    public async Task DeleteTagAsync(HttpContext http, MlflowMessage request)
    {
        var key = request.Required("key");
        var version = await FindAsync(http, request);
        if (version.Tags.ContainsKey(key))
            await EditAsync(http, request, new() { Number = version.Number, RemoveTags = [key] });
        await MlflowAnswer.EmptyAsync(http);
    }

    /// <summary>The number is not used again.</summary>
    public async Task DeleteAsync(HttpContext http, MlflowMessage request)
    {
        var (_, number) = (request.Required("name"), request.Version());
        await door.SendAsync(http, request, (model, context) => model.DeleteVersion(context, new() { Number = number, Reason = Reason }));
        await MlflowAnswer.EmptyAsync(http);
    }

    public async Task TransitionAsync(HttpContext http, MlflowMessage request)
    {
        var (name, number) = (request.Required("name"), request.Version());
        var stage = Stage(request.Required("stage"));
        var archive = request.Flag("archive_existing_versions");
        if (archive && stage is MlflowStage.None or MlflowStage.Archived)
            throw TrackingException.Invalid($"Model version transition cannot archive existing model versions because '{stage}' is not an active stage; Staging and Production are");
        var id = await door.FindAsync(name, Caller.Of(http), http.RequestAborted);
        await stages.MoveAsync(id, number, stage, archive, request.Command(http), http.RequestAborted);
        await AnswerAsync(http, await FindAsync(http, name, number));
    }

    public async Task GetDownloadUriAsync(HttpContext http, MlflowMessage request)
    {
        var version = await FindAsync(http, request);
        await MlflowAnswer.WriteAsync(http, writer => writer.WriteString("artifact_uri"u8, version.Location));
    }

    /// <summary>Of each stage asked for the highest version; without any of all stages.</summary>
    public async Task GetLatestAsync(HttpContext http, MlflowMessage request)
    {
        var name = request.Required("name");
        var wanted = request.Texts("stages").ConvertAll(Stage);
        RegistryCall.CheckVisible(http, name);
        var model = await catalog.FindModelAsync(name, http.RequestAborted) ?? throw RegistryCall.NoModel(name);
        door.Note(model.Id);
        var found = model.LatestVersions.Where(version => wanted.Count == 0 || wanted.Contains(MlflowStages.Of(version.Stage)));
        await MlflowAnswer.PageAsync(http, "model_versions", [.. found], null, ModelJson.Write);
    }

    private static MlflowStage Stage(string text) => MlflowStages.TryParse(text)
        ?? throw TrackingException.Invalid($"Invalid Model Version stage: {text}. Value must be one of {string.Join(", ", Enum.GetNames<MlflowStage>())}.");

    private async Task EditAsync(HttpContext http, MlflowMessage request, EditVersion command)
    {
        await door.SendAsync(http, request, (model, context) => model.EditVersion(context, command));
    }

    /// <summary>A version that was just made, as reading it again would find it.</summary>
    private static RegisteredModelVersion Describe(Guid id, string name, RegisterVersion given, VersionView made)
    {
        var source = given.Properties[MlflowProperties.Source];
        return new()
        {
            ModelId = id,
            Model = name,
            Number = made.Number,
            Stage = made.Stage,
            CreatedAt = made.CreatedAt,
            UpdatedAt = made.CreatedAt,
            CreatedBy = made.CreatedBy,
            Description = given.Description,
            RunId = given.RunId,
            RunLink = given.Properties.GetValueOrDefault(MlflowProperties.RunLink),
            Source = source,
            Location = given.Properties.GetValueOrDefault(MlflowProperties.Location, source),
            Tags = given.Tags,
        };
    }

    private Task<RegisteredModelVersion> FindAsync(HttpContext http, MlflowMessage request) => FindAsync(http, request.Required("name"), request.Version());

    private async Task<RegisteredModelVersion> FindAsync(HttpContext http, string name, int number)
    {
        RegistryCall.CheckVisible(http, name);
        return await catalog.FindVersionAsync(name, number, http.RequestAborted) ?? throw RegistryCall.NoVersion(name, FormattableString.Invariant($"{number}"));
    }

    private async Task AnswerAsync(HttpContext http, RegisteredModelVersion version)
    {
        door.Note(version.ModelId);
        await MlflowAnswer.WriteAsync(http, writer =>
        {
            writer.WritePropertyName("model_version"u8);
            ModelJson.Write(writer, version);
        });
    }
}
