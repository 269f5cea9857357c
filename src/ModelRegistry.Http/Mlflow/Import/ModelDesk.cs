using System.Collections.Immutable;
using Microsoft.AspNetCore.Http;
using ModelRegistry.Contracts.Registry;
using ModelRegistry.Contracts.Registry.Commands;
using ModelRegistry.Core.Tracking;
using ModelRegistry.Http.Native;
using ModelRegistry.Postgres.Mlflow;

namespace ModelRegistry.Http.Mlflow.Import;

/// <summary>Registered models of another MLflow server, which go by their names.</summary>
internal sealed class ModelDesk(ModelDoor door, IModelCatalog catalog)
{
    /// <summary>A model that is governed here takes no versions from elsewhere, and is refused.</summary>
    public async Task<IResult> TakeAsync(HttpContext http, MlflowMessage given)
    {
        var there = new CreateModel { Name = given.Required("name"), Lifecycle = LifecycleProfile.Open, Description = Description(given), Tags = given.Tags() };
        if (await catalog.FindModelAsync(there.Name, http.RequestAborted) is { } here)
            return await IsGovernedAsync(here.Id) ? Governed(there.Name) : Respond.Json(new ImportAnswer { Outcome = ImportOutcome.Here, Differences = [.. Differences(here, there)] });
        var answer = await door.CreateAsync(given.Command(http), there, http.RequestAborted);
        return answer.Refusal is { } refusal ? Problem.From(refusal) : Respond.Json(new ImportAnswer { Outcome = ImportOutcome.Added });
    }

    /// <summary>Null where there is none.</summary>
    public static string? Description(MlflowMessage given) => given.Text("description") is { Length: > 0 } text ? text : null;

    /// <summary>Tags of another server that are another way here.</summary>
    public static IEnumerable<string> Differences(ImmutableDictionary<string, string> here, ImmutableDictionary<string, string> there) =>
        there.OrderBy(tag => tag.Key, StringComparer.Ordinal).Select(tag => ImportedTexts.Difference("tag", tag.Key, here.GetValueOrDefault(tag.Key), tag.Value)).OfType<string>();

    private async Task<bool> IsGovernedAsync(Guid id) => (await door.Grain(id).Head())?.Lifecycle == LifecycleProfile.Governed;

    private static IResult Governed(string name) => Problem.Of(409, "governed", $"Model '{name}' is governed here: its versions come through its gates, one by one");

    private static IEnumerable<string> Differences(RegisteredModel here, CreateModel there)
    {
        var description = string.IsNullOrEmpty(here.Description) ? null : here.Description;
        return description == there.Description ? Differences(here.Tags, there.Tags) : Differences(here.Tags, there.Tags).Prepend("its description is another one here");
    }
}
