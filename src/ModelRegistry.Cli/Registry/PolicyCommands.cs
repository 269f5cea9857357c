using System.CommandLine;
using System.Globalization;
using System.Text.Json.Nodes;
using ModelRegistry.Cli.Client;
using ModelRegistry.Cli.Output;
using ModelRegistry.Core.Registry.Policy;

namespace ModelRegistry.Cli.Registry;

/// <summary><c>modelreg policy</c>.</summary>
internal static class PolicyCommands
{
    private static readonly Argument<FileInfo> Policy = new Argument<FileInfo>("FILE") { Description = "A policy as in promotion-policy.yaml" }.AcceptExistingOnly();
    private static readonly Option<string?> Type = new("--type") { Description = "Type of the version, which selects a strategy of the policy" };
    private static readonly Option<string?> Only = new("--model") { Description = "The promotions of this model only" };

    public static Command Create() => new("policy", "Shows the gates of promotions, and tries others on past ones")
    {
        new RegistryCommand("show", "Shows the gates before Staging and Production, and where each comes from", "modelreg policy show fraud") { Given.Model, Type }
            .Does<ShownPolicy>(call => call.GetAsync($"{call.ModelPath()}/policy{Query(call)}"), Show),
        new RegistryCommand("simulate", "Lists the past promotions that another policy would have refused", "modelreg policy simulate stricter.yaml --model fraud") { Policy, Only }
            .Does<Simulation>(SimulateAsync, Show),
    };

    private static string Query(RegistryCall call) => call.Given.GetValue(Type) is { } type ? $"?type={Uri.EscapeDataString(type)}" : "";

    private static async Task<JsonNode> SimulateAsync(RegistryCall call)
    {
        var policy = await File.ReadAllTextAsync(call.Given.GetRequiredValue(Policy).FullName, call.Cancelled);
        return await call.PostAsync("policy/simulate", new { policy, model = call.Given.GetValue(Only) });
    }

    private static void Show(Screen screen, ShownPolicy policy)
    {
        screen.Table(
            ["before", "gate", "threshold", "source"],
            policy.Staging.Select(gate => Row("Staging", gate)).Concat(policy.Production.Select(gate => Row("Production", gate))));
        screen.Facts(("policy", policy.Digest), ("superseded to", policy.SupersededTo));
    }

    private static Cell[] Row(string before, PolicyGate gate) => [before, gate.Gate, gate.Threshold?.ToString(), gate.Source];

    private static void Show(Screen screen, Simulation simulation)
    {
        screen.Table(["model", "version", "to", "when", "who", "would pass", "failed gates"], simulation.Refused.Concat(simulation.Passed).Select(Row));
        var overridden = simulation.Passed.Count(promotion => !promotion.ByOverride.IsEmpty);
        screen.Line(FormattableString.Invariant($"{simulation.Refused.Length} of {simulation.Promotions} promotions would have been refused") + (overridden == 0 ? "" : FormattableString.Invariant($", {overridden} let through by overrides")));
    }

    private static Cell[] Row(SimulatedPromotion promotion) =>
    [
        promotion.Model,
        promotion.Number.ToString(CultureInfo.InvariantCulture),
        promotion.To.ToString(),
        Screen.Time(promotion.At),
        promotion.Actor,
        promotion.WouldPass ? Cell.Good("yes") : Cell.Bad("no"),
        string.Join(", ", promotion.Failed.Select(gate => $"{gate.Gate} {gate.Value}, asked for {gate.Threshold}")),
    ];
}
