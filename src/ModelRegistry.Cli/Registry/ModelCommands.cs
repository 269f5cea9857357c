using System.Collections.Immutable;
using System.CommandLine;
using System.Globalization;
using System.Text.Json.Nodes;
using ModelRegistry.Cli.Client;
using ModelRegistry.Cli.Output;
using ModelRegistry.Contracts.Registry;

namespace ModelRegistry.Cli.Registry;

/// <summary><c>modelreg models</c>.</summary>
internal static class ModelCommands
{
    private static readonly Argument<string> Name = new("MODEL") { Description = "What it is called" };
    private static readonly Argument<string> NewName = new("NEW_NAME") { Description = "What it is called from now on" };
    private static readonly Option<string?> Description = new("--description") { Description = "What it is for" };
    private static readonly Option<LifecycleProfile> Lifecycle = new("--lifecycle") { Description = "Open lets versions move freely; Governed leads them through every stage" };
    private static readonly Option<ImmutableDictionary<string, string>> Tags = Pairs.Texts("--tag", "A tag");
    private static readonly Option<DateTimeOffset?> Since = Times.Past("--since", "Since when", required: true);
    private static readonly Option<bool> Force = new("--force") { Description = "Even while a version is in production" };

    public static Command Create() => new("models", "Lists, creates, renames, archives and deletes models")
    {
        new RegistryCommand("list", "Lists the models, by name", "modelreg models list") { Given.PageSize, Given.PageToken }
            .Does<ModelList>(call => call.GetAsync($"models{call.Page()}"), ShowAll),
        new RegistryCommand("unused", "Lists the models that had no traffic and no readers since a time", "modelreg models unused --since 90d") { Since }
            .Does<UnusedList>(call => call.GetAsync($"unused-models?since={call.Given.GetValue(Since)!.Value.UtcDateTime:O}"), ShowUnused),
        new RegistryCommand("show", "Shows one model with its versions", "modelreg models show fraud") { Given.Model }
            .Does<ModelView>(call => call.GetAsync(call.ModelPath()), ShowOne),
        new RegistryCommand("create", "Creates a model", "modelreg models create card-fraud --description \"Card payments\" --tag team=risk") { Name, Description, Lifecycle, Tags }
            .Does<ModelHead>(CreateAsync, (screen, model) => screen.Line($"{model.Name} created")),
        new RegistryCommand("rename", "Renames a model: its id, versions and history stay", "modelreg models rename card-fraud fraud") { Given.Model, NewName }
            .Does<ModelHead>(
                call => call.SendAsync(HttpMethod.Patch, call.ModelPath(), new { name = call.Given.GetRequiredValue(NewName) }),
                (screen, model) => screen.Line($"it is called {model.Name} now")),
        new RegistryCommand("archive", "Puts a model away: it can be read but not changed", "modelreg models archive fraud --reason \"replaced\"") { Given.Model, Given.Reason }
            .Does<ModelHead>(call => call.PostAsync($"{call.ModelPath()}/archive", new { reason = call.Why() }), (screen, model) => screen.Line($"{model.Name} archived")),
        new RegistryCommand("restore", "Brings an archived model back", "modelreg models restore fraud --reason \"needed again\"") { Given.Model, Given.Reason }
            .Does<ModelHead>(call => call.PostAsync($"{call.ModelPath()}/restore", new { reason = call.Why() }), (screen, model) => screen.Line($"{model.Name} restored")),
        new RegistryCommand("delete", "Deletes a model: its name is free again, its history stays", "modelreg models delete fraud --force --reason \"never again\"") { Given.Model, Force, Given.Reason }
            .Does<ModelHead>(DeleteAsync, (screen, model) => screen.Line($"{model.Name} deleted; its history is that of id:{model.Id}")),
    };

    private static Task<JsonNode> CreateAsync(RegistryCall call) => call.PostAsync("models", new
    {
        name = call.Given.GetRequiredValue(Name),
        description = call.Given.GetValue(Description),
        lifecycle = call.Given.GetValue(Lifecycle),
        tags = call.Given.GetRequiredValue(Tags),
    });

    private static Task<JsonNode> DeleteAsync(RegistryCall call) => call.SendAsync(
        HttpMethod.Delete, $"{call.ModelPath()}?reason={Uri.EscapeDataString(call.Why())}&force={(call.Given.GetValue(Force) ? "true" : "false")}", new { });

    private static void ShowAll(Screen screen, ModelList list)
    {
        screen.Table(
            ["name", "versions", "production", "lifecycle", "created by", "description"],
            list.Models.Select(model => new Cell[]
            {
                model.Name, Number(model.Versions), Number(model.Production), model.ArchivedAt is null ? model.Lifecycle.ToString() : "archived", model.CreatedBy, model.Description,
            }));
        screen.More(list.NextPageToken);
    }

    private static void ShowUnused(Screen screen, UnusedList list) => screen.Table(
        ["name", "last traffic", "last read", "created", "production"],
        list.Models.Select(model => new Cell[]
        {
            model.Name, model.LastTraffic?.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture), model.LastRead is { } read ? Screen.Time(read) : null, Screen.Time(model.CreatedAt), Number(model.Production),
        }));

    private static void ShowOne(Screen screen, ModelView model)
    {
        screen.Facts(
            ("name", model.Name),
            ("id", model.Id.ToString()),
            ("description", model.Description),
            ("lifecycle", model.Archived ? $"{model.Lifecycle}, archived" : model.Lifecycle.ToString()),
            ("revision", model.Revision.ToString(CultureInfo.InvariantCulture)),
            ("frozen", model.Frozen is { } frozen ? $"as of {Screen.Time(frozen.AsOf)}: {frozen.Reason}" : null),
            ("tags", Join(model.Tags)),
            ("aliases", model.Aliases.IsEmpty ? null : string.Join(", ", model.Aliases.OrderBy(alias => alias.Key).Select(alias => $"@{alias.Key} = {alias.Value}"))));
        screen.Table(
            ["version", "semantic", "stage", "flavor", "approved by", "created by", "created"],
            model.Versions.Select(version => new Cell[]
            {
                Number(version.Number), version.SemanticVersion, VersionCommands.Colour(version.Stage), version.Flavor, string.Join(", ", version.ApprovedBy), version.CreatedBy, Screen.Time(version.CreatedAt),
            }));
    }

    /// <summary>Tags and their like in a line; null where there are none.</summary>
    internal static string? Join(ImmutableDictionary<string, string> pairs) =>
        pairs.IsEmpty ? null : string.Join(", ", pairs.OrderBy(pair => pair.Key, StringComparer.Ordinal).Select(pair => $"{pair.Key}={pair.Value}"));

    private static string? Number(int? number) => number?.ToString(CultureInfo.InvariantCulture);
}
