using Microsoft.AspNetCore.Http;
using ModelRegistry.Contracts.Registry;
using ModelRegistry.Contracts.Registry.Commands;
using ModelRegistry.Http.Native;
using ModelRegistry.Http.Security;
using ModelRegistry.Postgres.Mlflow;

namespace ModelRegistry.Http.Mlflow;

/// <summary>Calls on registered models.</summary>
internal sealed class RegisteredModelCalls(ModelDoor door, IModelCatalog catalog)
{
    /// <summary>Models made here are open, as MLflow knows no gates.</summary>
    public async Task CreateAsync(HttpContext http, MlflowMessage request)
    {
        var command = new CreateModel { Name = request.Required("name"), Lifecycle = LifecycleProfile.Open, Description = request.Text("description"), Tags = request.Tags() };
        RegistryCall.CheckScope(http, command.Name);
        (await door.CreateAsync(request.Command(http), command, http.RequestAborted)).OrRefused();
        await AnswerAsync(http, command.Name);
    }

    public Task GetAsync(HttpContext http, MlflowMessage request) => AnswerAsync(http, request.Required("name"));

    public async Task UpdateAsync(HttpContext http, MlflowMessage request)
    {
        var name = request.Required("name");
        if (request.Text("description") is { } description)
            await EditAsync(http, request, new() { Description = description });
        await AnswerAsync(http, name);
    }

    public async Task RenameAsync(HttpContext http, MlflowMessage request)
    {
        var (name, to) = (request.Required("name"), request.Required("new_name"));
        var context = request.Command(http);
        var id = await door.FindForAsync(context, name, Caller.Of(http), http.RequestAborted);
        RegistryCall.CheckScope(http, to);
        (await door.Grain(id).Rename(context, new() { Name = to })).OrRefused();
        await AnswerAsync(http, to);
    }

    public async Task DeleteAsync(HttpContext http, MlflowMessage request)
    {
        var name = request.Required("name");
        var context = request.Command(http);
        var id = await door.FindForAsync(context, name, Caller.Of(http), http.RequestAborted);
        (await door.Grain(id).Delete(context, new() { Reason = "deleted by an MLflow client" })).OrRefused();
        await MlflowAnswer.EmptyAsync(http);
    }

    public async Task SetTagAsync(HttpContext http, MlflowMessage request)
    {
        request.Required("name");
        await EditAsync(http, request, new() { SetTags = request.Tag() });
        await MlflowAnswer.EmptyAsync(http);
    }

    /// <summary>A tag that is not there needs no removing.</summary>
    public async Task DeleteTagAsync(HttpContext http, MlflowMessage request)
    {
        var (name, key) = (request.Required("name"), request.Required("key"));
        var id = await door.FindAsync(name, Caller.Of(http), http.RequestAborted);
        if (await door.Grain(id).Head() is { } head && head.Tags.ContainsKey(key))
            (await door.Grain(id).Edit(request.Command(http), new() { RemoveTags = [key] })).OrRefused();
        await MlflowAnswer.EmptyAsync(http);
    }

    private async Task EditAsync(HttpContext http, MlflowMessage request, EditModel command)
    {
        await door.SendAsync(http, request, (model, context) => model.Edit(context, command));
    }

    private async Task AnswerAsync(HttpContext http, string name)
    {
        RegistryCall.CheckVisible(http, name);
        var model = await catalog.FindModelAsync(name, http.RequestAborted) ?? throw RegistryCall.NoModel(name);
        door.Note(model.Id);
        await MlflowAnswer.WriteAsync(http, writer =>
        {
            writer.WritePropertyName("registered_model"u8);
            ModelJson.Write(writer, model);
        });
    }
}
