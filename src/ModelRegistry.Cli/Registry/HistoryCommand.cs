using System.Globalization;
using ModelRegistry.Cli.Client;
using ModelRegistry.Cli.Output;

namespace ModelRegistry.Cli.Registry;

/// <summary><c>modelreg history</c>.</summary>
internal static class HistoryCommand
{
    public static RegistryCommand Create() =>
        new RegistryCommand("history", "Shows what was done to a model, also a deleted one: who, when, what, why", "modelreg history fraud --page-size 20") { Given.Model, Given.PageSize, Given.PageToken }
            .Does<HistoryList>(call => call.GetAsync($"{call.ModelPath()}/history{call.Page()}"), Show);

    private static void Show(Screen screen, HistoryList history)
    {
        screen.Table(["revision", "when", "who", "what", "version", "why"], history.Events.Select(Row));
        screen.More(history.NextPageToken);
    }

    private static Cell[] Row(HistoryRow row) =>
    [
        row.Revision.ToString(CultureInfo.InvariantCulture), Screen.Time(row.At), row.Actor, row.Type, row.Event["number"]?.ToString(), (row.Event["reason"] ?? row.Event["cause"])?.ToString(),
    ];
}
