using System.Globalization;
using ModelRegistry.Contracts.Registry;
using Spectre.Console;

namespace ModelRegistry.Cli.Demo;

/// <summary>How the story is told.</summary>
internal sealed class DemoConsole(IAnsiConsole console)
{
    public void Act(string title)
    {
        console.WriteLine();
        console.Write(new Rule($"[bold]{Markup.Escape(title)}[/]") { Justification = Justify.Left });
    }

    public void Say(string line) => console.MarkupLineInterpolated($"{line}");

    public void Good(string line) => console.MarkupLineInterpolated($"[green]✓[/] {line}");

    public void Bad(string line) => console.MarkupLineInterpolated($"[red]✗[/] {line}");

    public void Note(string line) => console.MarkupLineInterpolated($"[grey]{line}[/]");

    public void Gates(IEnumerable<GateResult> gates)
    {
        var table = new Table().RoundedBorder().AddColumns("", "gate", "value", "wanted", "from");
        foreach (var gate in gates)
        {
            table.AddRow(
                gate.Passed ? "[green]✓[/]" : "[red]✗[/]", Markup.Escape(gate.Gate), Markup.Escape(Short(gate.Value)),
                Markup.Escape(gate.Threshold), Markup.Escape(gate.Source + (gate.Overridden ? " (override)" : "")));
        }

        console.Write(table);
    }

    /// <summary>A measured number to four decimals; anything else as it is.</summary>
    private static string Short(string value) =>
        value.Length > 8 && double.TryParse(value, NumberStyles.Float, CultureInfo.InvariantCulture, out var number)
            ? number.ToString("0.0000", CultureInfo.InvariantCulture)
            : value;

    public void Table(IReadOnlyList<string> columns, IEnumerable<IReadOnlyList<string>> rows)
    {
        var table = new Table().RoundedBorder();
        foreach (var column in columns)
            table.AddColumn(Markup.Escape(column));
        foreach (var row in rows)
            table.AddRow([.. row.Select(Markup.Escape)]);
        console.Write(table);
    }

    /// <summary>Draws which version came from which.</summary>
    public void Lineage(ModelView model)
    {
        var tree = new Tree("Lineage");
        var nodes = new Dictionary<int, IHasTreeNodes>();
        foreach (var version in model.Versions)
        {
            var parent = version.Parent is { } number ? nodes[number] : tree;
            var drill = version.Drill ? " [yellow]fire drill[/]" : "";
            nodes[version.Number] = parent.AddNode($"v{version.Number} ({version.SemanticVersion}) {version.Stage}{drill}");
        }

        console.Write(tree);
    }

    /// <summary>Shows a bar with rate and time left while the work runs; the work says how far it is.</summary>
    public Task ProgressAsync(string label, double total, Func<Action<double>, Task> work) =>
        console.Progress()
            .AutoClear(false)
            .Columns(new TaskDescriptionColumn { Alignment = Justify.Left }, new ProgressBarColumn(), new PercentageColumn(), new RateColumn(), new RemainingTimeColumn())
            .StartAsync(async context =>
            {
                var task = context.AddTask(Markup.Escape(label), maxValue: Math.Max(1, total));
                await work(value => task.Value = value);
                task.Value = task.MaxValue;
                task.StopTask();
            });
}
