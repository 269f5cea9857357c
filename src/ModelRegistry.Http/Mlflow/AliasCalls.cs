using Microsoft.AspNetCore.Http;
using ModelRegistry.Core.Tracking;
using ModelRegistry.Http.Native;
using ModelRegistry.Http.Security;
using ModelRegistry.Postgres.Mlflow;

namespace ModelRegistry.Http.Mlflow;

/// <summary>Calls on the aliases of registered models.</summary>
internal sealed class AliasCalls(ModelDoor door, IModelCatalog catalog)
{
    public async Task SetAsync(HttpContext http, MlflowMessage request)
    {
        var (name, alias, number) = (request.Required("name"), request.Required("alias"), request.Version());
        var id = await door.FindAsync(name, Caller.Of(http), http.RequestAborted);
        (await door.Grain(id).SetAlias(request.Command(http), new() { Alias = alias, Number = number })).OrRefused();
        await MlflowAnswer.EmptyAsync(http);
    }

    /// <summary>An alias that is not there needs no removing.</summary>
    public async Task DeleteAsync(HttpContext http, MlflowMessage request)
    {
        var (name, alias) = (request.Required("name"), request.Required("alias"));
        var id = await door.FindAsync(name, Caller.Of(http), http.RequestAborted);
        var answer = await door.Grain(id).RemoveAlias(request.Command(http), new() { Alias = alias });
        if (answer.Refusal is not { Code: "alias_not_found" })
            answer.OrRefused();
        await MlflowAnswer.EmptyAsync(http);
    }

    /// <summary>What is not there is an invalid value, as clients expect it of this call.</summary>
    public async Task GetAsync(HttpContext http, MlflowMessage request)
    {
        var (name, alias) = (request.Required("name"), request.Required("alias"));
        var version = Caller.Of(http).MayTouch(name) ? await catalog.FindByAliasAsync(name, alias, http.RequestAborted) : null;
        if (version is null)
            throw TrackingException.Invalid($"Registered model alias {alias} not found: there is no such alias of a model '{name}'.");
        door.Note(version.ModelId);
        await MlflowAnswer.WriteAsync(http, writer =>
        {
            writer.WritePropertyName("model_version"u8);
            ModelJson.Write(writer, version);
        });
    }
}
