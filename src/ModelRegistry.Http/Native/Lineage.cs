using System.Text;
using ModelRegistry.Contracts.Registry;

namespace ModelRegistry.Http.Native;

/// <summary>The lineage of a model as a drawing. Only numbers, semantic versions and stages are drawn, so nothing needs escaping.</summary>
internal static class Lineage
{
    public static string Mermaid(ModelView model)
    {
        var text = new StringBuilder("graph LR\n");
        foreach (var version in model.Versions)
        {
            text.Append(System.Globalization.CultureInfo.InvariantCulture, $"  v{version.Number}[\"v{version.Number} {version.SemanticVersion} {version.Stage}\"]\n");
            if (version.Parent is { } parent)
                text.Append(System.Globalization.CultureInfo.InvariantCulture, $"  v{parent} --> v{version.Number}\n");
        }

        return text.ToString();
    }

    public static string Dot(ModelView model)
    {
        var text = new StringBuilder("digraph lineage {\n  rankdir=LR;\n");
        foreach (var version in model.Versions)
        {
            text.Append(System.Globalization.CultureInfo.InvariantCulture, $"  v{version.Number} [label=\"v{version.Number} {version.SemanticVersion}\\n{version.Stage}\"];\n");
            if (version.Parent is { } parent)
                text.Append(System.Globalization.CultureInfo.InvariantCulture, $"  v{parent} -> v{version.Number};\n");
        }

        return text.Append("}\n").ToString();
    }
}
