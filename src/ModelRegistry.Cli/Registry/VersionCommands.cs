using System.Collections.Immutable;
using System.CommandLine;
using System.Globalization;
using ModelRegistry.Cli.Client;
using ModelRegistry.Cli.Output;
using ModelRegistry.Contracts.Registry;
using Spectre.Console;

namespace ModelRegistry.Cli.Registry;

/// <summary><c>modelreg versions</c>.</summary>
internal static class VersionCommands
{
    private static readonly Argument<int> VersionNumber = new("NUMBER") { Description = "The number of the version" };

    public static Command Create() => new("versions", "Lists, shows, verifies, downloads and deletes the versions of a model")
    {
        new RegistryCommand("list", "Lists the versions of a model, by number", "modelreg versions list fraud") { Given.Model, Given.PageSize, Given.PageToken }
            .Does<VersionList>(call => call.GetAsync($"{call.ModelPath()}/versions{call.Page()}"), ShowAll),
        new RegistryCommand("show", "Shows one version with its metrics and params", "modelreg versions show fraud latest") { Given.Model, Given.Version }
            .Does<ShownVersion>(call => call.GetAsync(call.VersionPath()), ShowOne),
        new RegistryCommand("verify", "Computes again what a version states; exit code 1 where something does not match", "modelreg versions verify fraud 1") { Given.Model, Given.Version }
            .Does<Verification>(call => call.GetAsync($"{call.VersionPath()}/verify"), ShowVerified, found => found.Verified ? 0 : ExitCodes.Refused),
        ArtifactCommands.Download(),
        new RegistryCommand("delete", "Deletes a version: its number is not given again, its history stays", "modelreg versions delete fraud 2 --reason \"trained on the wrong days\"") { Given.Model, VersionNumber, Given.Reason }
            .Does<ModelHead>(
                call => call.SendAsync(HttpMethod.Delete, $"{call.ModelPath()}/versions/{Number(call.Given.GetRequiredValue(VersionNumber))}?reason={Uri.EscapeDataString(call.Why())}", new { }),
                (screen, model) => screen.Line($"deleted; the latest version of {model.Name} is {(model.LatestVersion == 0 ? "none" : Number(model.LatestVersion))}")),
    };

    public static Cell Colour(Stage stage) => new(stage.ToString(), stage switch
    {
        Stage.Production => Color.Green,
        Stage.Staging => Color.Yellow,
        Stage.Archived or Stage.Deprecated => Color.Grey,
        _ => null,
    });

    private static void ShowAll(Screen screen, VersionList list)
    {
        screen.Table(
            ["version", "semantic", "stage", "flavor", "metrics", "created by", "created"],
            list.Versions.Select(version => new Cell[]
            {
                Number(version.Number), version.Version, Colour(version.Stage), version.Flavor, Metrics(version), version.CreatedBy, Screen.Time(version.CreatedAt),
            }));
        screen.More(list.NextPageToken is { } next ? Number(next) : null);
    }

    private static void ShowOne(Screen screen, ShownVersion version) => screen.Facts(
        ("version", $"{Number(version.Number)} ({version.Version})"),
        ("stage", version.Stage.ToString()),
        ("description", version.Description),
        ("type", version.Type),
        ("algorithm", version.Algorithm),
        ("flavor", version.Flavor),
        ("metrics", Metrics(version)),
        ("params", ModelCommands.Join(version.Params)),
        ("tags", ModelCommands.Join(version.Tags)),
        ("properties", ModelCommands.Join(version.Properties)),
        ("parent", version.Parent is { } parent ? Number(parent) : null),
        ("bump", version.BumpReason),
        ("artifact", version.Artifact),
        ("bytes", version.ArtifactSize.ToString(CultureInfo.InvariantCulture)),
        ("manifest", version.ManifestOpen ? $"{version.ManifestDigest}, open until its run ends" : version.ManifestDigest),
        ("created", $"{Screen.Time(version.CreatedAt)} by {version.CreatedBy}"));

    private static void ShowVerified(Screen screen, Verification found) => screen.Table(
        ["part", "outcome", "stated", "found", "why"],
        found.Parts.Select(part => new Cell[] { part.Part, Outcome(part.Outcome), part.Stated, part.Found, part.Why }));

    private static Cell Outcome(string outcome) => outcome switch
    {
        "Verified" => Cell.Good(outcome),
        "Mismatch" => Cell.Bad(outcome),
        _ => outcome,
    };

    private static string? Metrics(ShownVersion version) =>
        ModelCommands.Join(version.Metrics.ToImmutableDictionary(metric => metric.Key, metric => Screen.Number(metric.Value)));

    private static string Number(int number) => number.ToString(CultureInfo.InvariantCulture);
}
