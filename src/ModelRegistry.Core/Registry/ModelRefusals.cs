using ModelRegistry.Contracts;
using ModelRegistry.Contracts.Registry;

namespace ModelRegistry.Core.Registry;

/// <summary>Refusals that several rules share.</summary>
internal static class ModelRefusals
{
    /// <summary>Null when the model exists and the caller may change it.</summary>
    public static Refusal? Check(ModelState state, CommandContext context)
    {
        if (context.Role == Role.Viewer)
            return Forbidden("role_too_low", $"'{context.Principal}' is a viewer and may read only; changes need the role scientist or above.");
        return state.Name is null
            ? Decide.Refuse(RefusalKind.NotFound, "model_not_found", $"No model has the id {state.Id:D}. Create it first, or ask by its name.")
            : null;
    }

    public static Refusal NoVersion(ModelState state, int number) => Decide.Refuse(
        RefusalKind.NotFound,
        "version_not_found",
        state.Versions.IsEmpty
            ? $"Model '{state.Name}' has no version {number}; none is registered yet."
            : $"Model '{state.Name}' has no version {number}; it has 1 to {state.Versions.Count}.");

    public static Refusal Illegal(ModelState state, VersionRow row, Stage to, string right) => Decide.Refuse(
        RefusalKind.Conflict,
        "illegal_transition",
        $"Version {row.Number} of '{state.Name}' is in {row.Stage} and cannot go to {to}. {right}");

    public static Refusal Forbidden(string code, string detail) => Decide.Refuse(RefusalKind.Forbidden, code, detail);

    public static Refusal Invalid(string code, string detail) => Decide.Refuse(RefusalKind.Invalid, code, detail);

    public static Refusal Conflict(string code, string detail) => Decide.Refuse(RefusalKind.Conflict, code, detail);
}
