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
        var (_, alias, number) = (request.Required("name"), request.Required("alias"), request.Version());
        await door.SendAsync(http, request, (model, context) => model.SetAlias(context, new() { Alias = alias, Number = number }));
        await MlflowAnswer.EmptyAsync(http);
    }

    /// <summary>An alias that is not there needs no removing.</summary>
    public async Task DeleteAsync(HttpContext http, MlflowMessage request)
    {
        var (name, alias) = (request.Required("name"), request.Required("alias"));
        var (_, answer) = await door.SendAsync(
            name, Caller.Of(http), request.Command(http), (model, context) => model.RemoveAlias(context, new() { Alias = alias }), http.RequestAborted);
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
