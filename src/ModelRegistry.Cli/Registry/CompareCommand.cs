using System.Collections.Immutable;
using System.CommandLine;
using System.Globalization;
using ModelRegistry.Cli.Client;
using ModelRegistry.Cli.Output;

namespace ModelRegistry.Cli.Registry;

/// <summary><c>modelreg compare</c>: what is different between two versions of a model.</summary>
internal static class CompareCommand
{
    private static readonly Argument<string> Before = new("A") { Description = "The version compared with: a number, a semantic version, @ALIAS, a stage, or latest" };

    private static readonly Argument<string> After = new("B") { Description = "The version compared" };

    public static RegistryCommand Create() =>
        new RegistryCommand("compare", "Shows what differs: metrics, params, features, data and code", "modelreg compare fraud 1 2") { Given.Model, Before, After }
            .Does<Comparison>(
                call => call.GetAsync($"{call.ModelPath()}/compare?a={Uri.EscapeDataString(call.Given.GetRequiredValue(Before))}&b={Uri.EscapeDataString(call.Given.GetRequiredValue(After))}"), Show);

    private static void Show(Screen screen, Comparison found)
    {
        screen.Table(["metric", $"version {found.Before}", $"version {found.After}", "change", "per cent", "improved"], found.Metrics.Select(Row));
        screen.Facts(
            ("params added", Names(found.ParamsAdded)),
            ("params removed", Names(found.ParamsRemoved)),
            ("params changed", Names([.. found.ParamsChanged.Select(change => $"{change.Name} {change.Before} → {change.After}")])),
            ("features only before", Names(found.FeaturesOnlyBefore)),
            ("features only after", Names(found.FeaturesOnlyAfter)),
            ("signature", found.SignatureChanged ? "changed" : "the same"),
            ("artifact", found.ArtifactChanged ? "changed" : "the same"),
            ("data", Word(found.DataChanged)),
            ("code", Word(found.CodeChanged)),
            ("time between", found.TimeBetween.ToString("c", CultureInfo.InvariantCulture)));
    }

    private static Cell[] Row(Metric metric) =>
    [
        metric.Name, Number(metric.Before), Number(metric.After), Number(metric.Change), metric.Percent is { } percent ? $"{percent.ToString("+0.##;-0.##;0", CultureInfo.InvariantCulture)} %" : null,
        metric.Improved switch { true => "yes", false => "no", null => null },
    ];

    private static string? Number(double? value) => value is { } number ? Screen.Number(number) : null;

    private static string? Names(ImmutableArray<string> names) => names.IsEmpty ? null : string.Join(", ", names);

    private static string Word(bool? changed) => changed switch
    {
        true => "changed",
        false => "the same",
        null => "not stated",
    };

    private sealed record Comparison(
        int Before, int After, ImmutableArray<Metric> Metrics, ImmutableArray<string> ParamsAdded, ImmutableArray<string> ParamsRemoved, ImmutableArray<Changed> ParamsChanged,
        ImmutableArray<string> FeaturesOnlyBefore, ImmutableArray<string> FeaturesOnlyAfter, bool SignatureChanged, bool ArtifactChanged, bool? DataChanged, bool? CodeChanged, TimeSpan TimeBetween);

    private sealed record Metric(string Name, double? Before, double? After, double? Change, double? Percent, bool? Improved);

    private sealed record Changed(string Name, string Before, string After);
}
