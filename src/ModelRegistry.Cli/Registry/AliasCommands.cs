using System.CommandLine;
using System.Globalization;
using ModelRegistry.Cli.Client;
using ModelRegistry.Cli.Output;
using ModelRegistry.Contracts.Registry;

namespace ModelRegistry.Cli.Registry;

/// <summary><c>modelreg alias</c>.</summary>
internal static class AliasCommands
{
    private static readonly Argument<string> Alias = new("ALIAS") { Description = "Its name, without @" };

    public static Command Create() => new("alias", "Sets and removes names that point at a version")
    {
        new RegistryCommand("set", "Points an alias at a version", "modelreg alias set fraud challenger 1") { Given.Model, Alias, Given.Version }
            .Does<ModelHead>(
                call => call.SendAsync(HttpMethod.Put, Path(call), new { version = call.Given.GetRequiredValue(Given.Version) }),
                (screen, model) => screen.Table(["alias", "version"], model.Aliases.OrderBy(alias => alias.Key).Select(alias => new Cell[]
                {
                    $"@{alias.Key}", alias.Value.ToString(CultureInfo.InvariantCulture),
                }))),
        new RegistryCommand("remove", "Removes an alias", "modelreg alias remove fraud challenger") { Given.Model, Alias }
            .Does<ModelHead>(call => call.SendAsync(HttpMethod.Delete, Path(call), new { }), (screen, _) => screen.Line("removed")),
    };

    private static string Path(RegistryCall call) => $"{call.ModelPath()}/aliases/{Uri.EscapeDataString(call.Given.GetRequiredValue(Alias))}";
}
