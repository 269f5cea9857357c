using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using ModelRegistry.Contracts.Registry;

namespace ModelRegistry.Core.Registry.Lineage;

/// <summary>
/// A version with all it came from and all that came from it, across models. What a version is made from is registered before it, so there are no circles.
/// </summary>
/// <param name="Version">The one that was asked for.</param>
/// <param name="Ancestors">Farther ones later.</param>
/// <param name="Descendants">Farther ones later.</param>
/// <param name="Truncated">There are more than are given.</param>
public sealed record LineageGraph(LineageNode Version, ImmutableArray<LineageNode> Ancestors, ImmutableArray<LineageNode> Descendants, bool Truncated)
{
    /// <summary>The same with only those of the others whose model's name is let through; nothing that is left speaks of one that is not.</summary>
    public LineageGraph Among(Func<string, bool> models)
    {
        var shown = All.Where(node => models(node.Model)).Select(node => node.Version).Append(Version.Version).ToHashSet();
        return this with { Version = Only(shown, Version), Ancestors = Only(shown, Ancestors), Descendants = Only(shown, Descendants) };
    }

    private static ImmutableArray<LineageNode> Only(HashSet<VersionReference> shown, ImmutableArray<LineageNode> nodes)
        => [.. nodes.Where(node => shown.Contains(node.Version)).Select(node => Only(shown, node))];

    private static LineageNode Only(HashSet<VersionReference> shown, LineageNode node) => node with { Sources = [.. node.Sources.Where(shown.Contains)] };

    public string ToMermaid()
    {
        var (text, names) = (new StringBuilder("graph LR\n"), Names());
        foreach (var node in All)
            text.Append(CultureInfo.InvariantCulture, $"  {names[node.Version]}[\"{Mermaid(Label(node))}\"]\n");
        foreach (var (from, to) in Edges(names))
            text.Append(CultureInfo.InvariantCulture, $"  {from} --> {to}\n");
        return text.ToString();
    }

    public string ToDot()
    {
        var (text, names) = (new StringBuilder("digraph lineage {\n  rankdir=LR;\n"), Names());
        foreach (var node in All)
            text.Append(CultureInfo.InvariantCulture, $"  {names[node.Version]} [label=\"{Dot(Label(node))}\"];\n");
        foreach (var (from, to) in Edges(names))
            text.Append(CultureInfo.InvariantCulture, $"  {from} -> {to};\n");
        return text.Append("}\n").ToString();
    }

    private IEnumerable<LineageNode> All => [.. Ancestors.Reverse(), Version, .. Descendants];

    private Dictionary<VersionReference, string> Names() => All.Select((node, index) => (node.Version, Name: string.Create(CultureInfo.InvariantCulture, $"n{index}"))).ToDictionary(node => node.Version, node => node.Name);

    private IEnumerable<(string From, string To)> Edges(Dictionary<VersionReference, string> names)
        => All.SelectMany(node => node.Sources.Where(names.ContainsKey).Select(source => (names[source], names[node.Version])));

    private static string Label(LineageNode node) => string.Create(CultureInfo.InvariantCulture, $"{node.Model} v{node.Version.Number} {node.SemanticVersion} {(node.Deleted ? "deleted" : node.Stage)}");

    // Names of models may have quotes and anything else that can be seen in them.
    private static string Dot(string text) => text.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal);

    private static string Mermaid(string text) => string.Concat(text.EnumerateRunes().Select(rune => rune.Value is '"' or '#' or '<' or '>' or '&' or ';' or '`' or '[' or ']'
        ? string.Create(CultureInfo.InvariantCulture, $"#{rune.Value};")
        : rune.ToString()));
}
