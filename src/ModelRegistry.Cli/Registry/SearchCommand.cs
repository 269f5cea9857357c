using System.Collections.Immutable;
using System.CommandLine;
using System.Globalization;
using ModelRegistry.Cli.Client;
using ModelRegistry.Cli.Output;

namespace ModelRegistry.Cli.Registry;

/// <summary><c>modelreg search</c>: versions of all models by what they are.</summary>
internal static class SearchCommand
{
    private static readonly Argument<string> Filter = new("FILTER") { Description = "Such as tags.team = 'risk' AND metrics.rank_ic > 0.02 AND stage IN ('Staging', 'Production')" };

    private static readonly Option<string?> OrderBy = new("--order-by") { Description = "Such as \"metrics.rank_ic DESC, name\"" };

    public static RegistryCommand Create() =>
        new RegistryCommand(
            "search", "Finds versions of all models by stage, tags, params, metrics and more", "modelreg search \"tags.run = 'nightly' AND metrics.rank_ic > 0.03\" --order-by \"metrics.rank_ic DESC\"")
        { Filter, OrderBy, Given.PageSize, Given.PageToken }
            .Does<FoundList>(call => call.GetAsync($"versions{Query(call)}"), Show);

    private static string Query(RegistryCall call)
    {
        var page = call.Page();
        var order = call.Given.GetValue(OrderBy) is { } given ? $"&orderBy={Uri.EscapeDataString(given)}" : "";
        return $"{(page.Length == 0 ? "?" : page + "&")}filter={Uri.EscapeDataString(call.Given.GetRequiredValue(Filter))}{order}";
    }

    private static void Show(Screen screen, FoundList found)
    {
        screen.Table(["model", "number", "version", "stage", "flavor", "metrics", "by", "created"], found.Versions.Select(Row));
        screen.More(found.NextPageToken);
    }

    private static Cell[] Row(Found found) =>
    [
        found.Model, found.Version.Number.ToString(CultureInfo.InvariantCulture), found.Version.Version, found.Version.Stage.ToString(), found.Version.Flavor,
        string.Join(' ', found.Version.Metrics.OrderBy(metric => metric.Key, StringComparer.Ordinal).Select(metric => $"{metric.Key}={Screen.Number(metric.Value)}")),
        found.Version.CreatedBy, Screen.Time(found.Version.CreatedAt),
    ];

    private sealed record FoundList(ImmutableArray<Found> Versions, string? NextPageToken);

    private sealed record Found(string Model, ShownVersion Version);
}
