using ModelRegistry.Contracts;
using ModelRegistry.Contracts.Registry;

namespace ModelRegistry.Core.Registry;

/// <summary>Refusals that several rules share.</summary>
internal static class ModelRefusals
{
    /// <summary>Null when the model exists, is not archived, and the caller may change it.</summary>
    public static Refusal? Check(ModelState state, CommandContext context)
    {
        if (CheckExists(state, context) is { } refusal)
            return refusal;
        return state.Archived ? Conflict("model_archived", $"Model '{state.Name}' is archived and cannot be changed; restore it first.") : null;
    }

    /// <summary>Null when the model exists, archived or not, and the caller may change it.</summary>
    public static Refusal? CheckExists(ModelState state, CommandContext context)
    {
        if (context.Role == Role.Viewer)
            return Forbidden("role_too_low", $"'{context.Principal}' is a viewer and may read only; changes need the role scientist or above.");
        if (state.Deleted)
            return Decide.Refuse(RefusalKind.NotFound, "model_not_found", $"The model {state.Id:D}, '{state.Name}', was deleted; its history is all that is left.");
        if (state.Name is null)
            return Decide.Refuse(RefusalKind.NotFound, "model_not_found", $"No model has the id {state.Id:D}. Create it first, or ask by its name.");
        return context.Model is null || string.Equals(context.Model, state.Name, StringComparison.Ordinal)
            ? null
            : Decide.Refuse(RefusalKind.NotFound, "model_not_found", $"The model '{context.Model}' is not called so any more; it was renamed in the meantime.");
    }

    /// <summary>Null when the caller is at least an approver.</summary>
    public static Refusal? CheckApprover(ModelState state, CommandContext context, string act)
        => context.Role >= Role.Approver ? null : Forbidden("needs_approver", $"'{context.Principal}' has the role {context.Role}; {act} '{state.Name}' needs approver or admin.");

    public static Refusal NoVersion(ModelState state, int number) => Decide.Refuse(
        RefusalKind.NotFound,
        "version_not_found",
        state.Versions.IsEmpty ? $"Model '{state.Name}' has no version {number}; none is registered yet."
            : number >= 1 && number <= state.Versions.Count ? $"Version {number} of '{state.Name}' was deleted; its history is all that is left."
            : $"Model '{state.Name}' has no version {number}; it has 1 to {state.Versions.Count}.");

    public static Refusal Illegal(ModelState state, VersionRow row, Stage to, string right) => Decide.Refuse(
        RefusalKind.Conflict,
        "illegal_transition",
        $"Version {row.Number} of '{state.Name}' is in {row.Stage} and cannot go to {to}. {right}");

    public static Refusal Forbidden(string code, string detail) => Decide.Refuse(RefusalKind.Forbidden, code, detail);

    public static Refusal Invalid(string code, string detail) => Decide.Refuse(RefusalKind.Invalid, code, detail);

    public static Refusal Conflict(string code, string detail) => Decide.Refuse(RefusalKind.Conflict, code, detail);
}
