using System.Collections.Immutable;
using System.Globalization;
using ModelRegistry.Cli.Client;
using ModelRegistry.Cli.Output;
using ModelRegistry.Contracts.Registry;

namespace ModelRegistry.Cli.Registry;

/// <summary><c>modelreg lineage</c>: what a version came from and what came from it.</summary>
internal static class LineageCommand
{
    public static RegistryCommand Create() =>
        new RegistryCommand("lineage", "Shows what a version came from, and what came from it", "modelreg lineage fraud latest") { Given.Model, Given.Version }
            .Does<Graph>(call => call.GetAsync($"{call.ModelPath()}/lineage?version={Uri.EscapeDataString(call.Given.GetRequiredValue(Given.Version))}"), Show);

    private static void Show(Screen screen, Graph graph)
    {
        screen.Table(
            ["", "model", "number", "version", "stage"],
            [.. graph.Ancestors.Reverse().Select(node => Row("from", node)), Row("this", graph.Version), .. graph.Descendants.Select(node => Row("to", node))]);
        if (graph.Truncated)
            screen.Line("there are more than are shown");
    }

    private static Cell[] Row(string what, Node node) => [what, node.Model, node.Version.Number.ToString(CultureInfo.InvariantCulture), node.SemanticVersion, node.Stage.ToString()];

    private sealed record Graph(Node Version, ImmutableArray<Node> Ancestors, ImmutableArray<Node> Descendants, bool Truncated);

    private sealed record Node(VersionReference Version, string Model, string SemanticVersion, Stage Stage);
}
