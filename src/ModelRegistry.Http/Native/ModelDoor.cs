using ModelRegistry.Contracts;
using ModelRegistry.Contracts.Registry;
using ModelRegistry.Contracts.Registry.Commands;
using ModelRegistry.Http.Security;
using ModelRegistry.Postgres.ReadModels;

namespace ModelRegistry.Http.Native;

/// <summary>From the words of a request to a model and a version.</summary>
internal sealed class ModelDoor(IModelDirectory directory, ModelReads reads, IGrainFactory grains)
{
    private readonly KnownNames _names = new();

    /// <summary>The id of a model the caller may touch.</summary>
    /// <exception cref="NotFoundException">No such model, or not in the caller's scope.</exception>
    public async Task<Guid> FindAsync(string model, Caller caller, CancellationToken cancellationToken, bool evenDeleted = false)
    {
        var id = await directory.FindAsync(model, evenDeleted, cancellationToken);
        if (id is null || !caller.MayTouch(model))
            throw new NotFoundException("model_not_found", $"there is no model '{model}'");
        reads.Note(id.Value);
        return id.Value;
    }

    /// <summary>
    /// Sends a command to the model of a name. The name goes with it, and a model that is called otherwise refuses it: so it is looked up only where it is not known here, or not
    /// any more.
    /// </summary>
    /// <exception cref="NotFoundException">No such model, or not in the caller's scope.</exception>
    public async Task<(Guid Model, Answer<TResult> Answer)> SendAsync<TResult>(
        string model, Caller caller, CommandContext context, Func<IModelGrain, CommandContext, Task<Answer<TResult>>> send, CancellationToken cancellationToken)
        where TResult : class
    {
        var named = IModelDirectory.IsId(model) ? context : context with { Model = model };
        if (caller.MayTouch(model) && _names.Find(model) is { } known)
        {
            reads.Note(known);
            var answer = await send(Grain(known), named);
            if (answer.Refusal is not { Code: "model_not_found" })
                return (known, answer);
            _names.Forget(model, known);
        }

        var id = await FindAsync(model, caller, cancellationToken);
        if (named.Model is not null)
            _names.Remember(model, id);
        return (id, await send(Grain(id), named));
    }

    /// <summary>As <see cref="FindAsync"/>, for a command that takes the model its name: sent again it still finds the model, to be given its first answer.</summary>
    /// <exception cref="NotFoundException">No such model, or not in the caller's scope.</exception>
    public async Task<Guid> FindForAsync(CommandContext context, string model, Caller caller, CancellationToken cancellationToken)
    {
        if (caller.MayTouch(model) && await directory.FindFormerAsync(model, context.CommandId, cancellationToken) is { } former)
            return former;
        return await FindAsync(model, caller, cancellationToken);
    }

    /// <summary>
    /// Creates a model; its id is that of the command, so that an idempotency key names one model at most, whatever the body says. When the
    /// name is taken the model that has it is asked, so that a repeated request gets its first answer and any other one the conflict.
    /// </summary>
    public async Task<Answer<ModelHead>> CreateAsync(CommandContext context, CreateModel command, CancellationToken cancellationToken)
    {
        if (await directory.FindAsync(command.Name, cancellationToken: cancellationToken) is { } taken)
            return await Grain(taken).Create(context, command);
        var answer = await Grain(context.CommandId).Create(context, command);
        return answer.Refusal?.Kind == RefusalKind.Conflict && await directory.FindAsync(command.Name, cancellationToken: cancellationToken) is { } faster
            ? await Grain(faster).Create(context, command)
            : answer;
    }

    /// <summary>Somebody asks for a model that was found in another way.</summary>
    public void Note(Guid id) => reads.Note(id);

    public IModelGrain Grain(Guid id) => grains.GetGrain<IModelGrain>(id.ToString("D"));

    /// <summary>The model as its grain sees it.</summary>
    /// <exception cref="NotFoundException">It was never created.</exception>
    public async Task<ModelView> ViewAsync(Guid id) =>
        await Grain(id).Get() ?? throw new NotFoundException("model_not_found", $"there is no model id:{id}");

    /// <summary>The version a selector names: a number, a semantic version, <c>@alias</c>, a stage or <c>latest</c>.</summary>
    /// <exception cref="NotFoundException">Nothing matches.</exception>
    public async Task<VersionView> SelectAsync(Guid id, string selector) =>
        await Grain(id).FindVersion(selector) ?? throw new NotFoundException("version_not_found",
            $"model '{(await ViewAsync(id)).Name}' has no version '{selector}'; a number, a semantic version, @alias, a stage or latest is needed");
}
