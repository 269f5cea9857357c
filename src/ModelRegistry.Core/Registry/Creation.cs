using ModelRegistry.Contracts;
using ModelRegistry.Contracts.Registry.Commands;
using ModelRegistry.Contracts.Registry.Events;

namespace ModelRegistry.Core.Registry;

/// <summary>A model begins. That its name is free is for the database to say, see <see cref="NameTaken"/>.</summary>
public static class Creation
{
    public static Decision<ModelEvent> Decide(ModelState state, CreateModel command, CommandContext context)
    {
        if (context.Role == Role.Viewer)
            return ModelRefusals.Forbidden("role_too_low", $"'{context.Principal}' is a viewer and may read only; creating a model needs the role scientist or above.");
        if (state.Name is not null)
            return ModelRefusals.Conflict("model_exists", $"The model {state.Id:D} exists already, under the name '{state.Name}'.");
        if (!Enum.IsDefined(command.Lifecycle))
            return ModelRefusals.Invalid("invalid_lifecycle", $"The lifecycle '{command.Lifecycle}' is not known; Governed or Open is wanted.");
        var refusal = NameRules.CheckModel(command.Name)
            ?? TextRules.Check("description", command.Description, TextRules.MaxDescription)
            ?? TextRules.CheckMap("tags", command.Tags);
        return refusal is not null
            ? refusal
            : Core.Decide.Events<ModelEvent>(new ModelCreated
            {
                ModelId = state.Id,
                Name = command.Name,
                Lifecycle = command.Lifecycle,
                Description = command.Description,
                Tags = command.Tags,
            });
    }

    /// <summary>What a second model of the same name is told.</summary>
    public static Refusal NameTaken(string name)
        => ModelRefusals.Conflict("model_exists", $"A model named '{name}' exists already; register a version of it, or choose another name.");
}
