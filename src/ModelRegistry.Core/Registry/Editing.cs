using System.Collections.Immutable;
using ModelRegistry.Contracts;
using ModelRegistry.Contracts.Registry.Commands;
using ModelRegistry.Contracts.Registry.Events;

namespace ModelRegistry.Core.Registry;

/// <summary>What people say about models and versions may change; what was measured or trained may not.</summary>
public static class Editing
{
    private const string Drill = "drill";

    public static Decision<ModelEvent> Decide(ModelState state, EditModel command, CommandContext context)
    {
        if ((ModelRefusals.Check(state, context)
            ?? TextRules.Check("description", command.Description, TextRules.MaxDescription)
            ?? CheckTags(command.SetTags, command.RemoveTags)
            ?? CheckAny(command.Description is not null || Any(command.SetTags, command.RemoveTags))) is { } refusal)
        {
            return refusal;
        }

        var tags = state.Tags.RemoveRange(command.RemoveTags).SetItems(command.SetTags);
        if (tags.Count > TextRules.MaxEntries)
            return TooMany($"Model '{state.Name}'", tags.Count);
        return Core.Decide.Events<ModelEvent>(new ModelEdited { Description = command.Description, SetTags = command.SetTags, RemovedTags = command.RemoveTags });
    }

    public static Decision<ModelEvent> Decide(ModelState state, EditVersion command, CommandContext context)
    {
        if (ModelRefusals.Check(state, context) is { } refusal)
            return refusal;
        if (state.Find(command.Number) is null)
            return ModelRefusals.NoVersion(state, command.Number);
        if ((RegistrationRules.CheckServing(command.DeploymentConfig, command.ServingEndpoint, command.ServingNotes)
            ?? TextRules.Check("description", command.Description, TextRules.MaxDescription)
            ?? CheckTags(command.SetTags, command.RemoveTags)
            ?? CheckDrill(command)
            ?? CheckAny(Texts(command).Any(text => text is not null) || Any(command.SetTags, command.RemoveTags))) is { } wrong)
        {
            return wrong;
        }

        return Core.Decide.Events<ModelEvent>(new VersionEdited
        {
            Number = command.Number,
            Description = command.Description,
            SetTags = command.SetTags,
            RemovedTags = command.RemoveTags,
            DeploymentConfig = command.DeploymentConfig,
            ServingEndpoint = command.ServingEndpoint,
            ServingNotes = command.ServingNotes,
        });
    }

    /// <summary>What a version is told that would have more tags than are allowed; the tables count them.</summary>
    public static Refusal TooManyTags(int number) => TooMany($"Version {number}", count: null);

    private static string?[] Texts(EditVersion command) => [command.Description, command.DeploymentConfig, command.ServingEndpoint, command.ServingNotes];

    private static Refusal? CheckTags(ImmutableDictionary<string, string> set, ImmutableArray<string> remove)
    {
        if ((TextRules.CheckMap("tags", set) ?? TextRules.CheckKeys("tags", remove)) is { } refusal)
            return refusal;
        return remove.FirstOrDefault(set.ContainsKey) is { } both ? ModelRefusals.Invalid("contradiction", $"The tag '{both}' is to be set and to be removed; one of them is wanted.") : null;
    }

    // Promotion, monitoring and serving go by it from the beginning.
    private static Refusal? CheckDrill(EditVersion command) => command.SetTags.ContainsKey(Drill) || command.RemoveTags.Contains(Drill)
        ? ModelRefusals.Invalid("immutable", $"The tag '{Drill}' says what a version is for; it is given when the version is registered and stays.")
        : null;

    private static bool Any(ImmutableDictionary<string, string> set, ImmutableArray<string> remove) => !set.IsEmpty || !remove.IsEmpty;

    private static Refusal? CheckAny(bool any) => any ? null : ModelRefusals.Invalid("nothing_to_change", "Nothing is to be changed; give a description, tags to set or tags to remove.");

    private static Refusal TooMany(string what, int? count)
        => ModelRefusals.Conflict("too_many", $"{what} would have {(count is null ? "more" : count)} tags{(count is null ? $" than {TextRules.MaxEntries}" : "")}; at most {TextRules.MaxEntries} are allowed. Remove some.");
}
