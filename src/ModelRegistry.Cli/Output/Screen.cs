using System.Collections.Immutable;
using System.CommandLine;
using System.Globalization;
using ModelRegistry.Contracts.Registry;
using Spectre.Console;

namespace ModelRegistry.Cli.Output;

/// <summary>Shows answers to people: tables and colours on a terminal, lines of fields between tabs elsewhere.</summary>
internal sealed class Screen(TextWriter output, bool terminal)
{
    private readonly IAnsiConsole _console = AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(output) });

    public static Screen Of(ParseResult parsed)
    {
        var output = parsed.InvocationConfiguration.Output;
        return new(output, ReferenceEquals(output, Console.Out) && Terminal.TakesColours(Console.IsOutputRedirected));
    }

    /// <summary>Text of others without what would move a cursor or begin a line.</summary>
    public static string Plain(string text) => string.Concat(text.ReplaceLineEndings(" ").Select(c => char.IsControl(c) ? ' ' : c));

    public static string Time(DateTimeOffset at) => at.UtcDateTime.ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture);

    public static string Number(double value) => value.ToString("0.######", CultureInfo.InvariantCulture);

    public void Line(string text) => output.WriteLine(Plain(text));

    public void Lines(string text)
    {
        foreach (var line in text.Split('\n'))
            Line(line);
    }

    /// <summary>Rows under headers; the headers are for people only.</summary>
    public void Table(string[] headers, IEnumerable<Cell[]> rows)
    {
        if (!terminal)
        {
            foreach (var row in rows)
                output.WriteLine(string.Join('\t', row.Select(cell => Plain(cell.Text))));
            return;
        }

        var table = new Table().Border(TableBorder.Rounded);
        foreach (var header in headers)
            table.AddColumn(new TableColumn(new Text(header)));
        foreach (var row in rows)
            table.AddRow(row.Select(cell => new Text(Plain(cell.Text), cell.Colour is { } colour ? new Style(colour) : null)));
        _console.Write(table);
    }

    /// <summary>Says that there is more, if there is.</summary>
    public void More(string? nextPageToken)
    {
        if (nextPageToken is not null && terminal)
            Line($"more: --page-token {nextPageToken}");
    }

    /// <summary>What is known of one thing; what is null is left out.</summary>
    public void Facts(params IEnumerable<(string Name, string? Value)> facts)
    {
        var known = facts.Where(fact => fact.Value is not null).ToList();
        var width = terminal && known.Count > 0 ? known.Max(fact => fact.Name.Length) + 2 : 0;
        foreach (var (name, value) in known)
            output.WriteLine($"{(terminal ? name.PadRight(width) : name + '\t')}{Plain(value!)}");
    }

    /// <summary>Gates as they were judged.</summary>
    public void Gates(ImmutableArray<GateResult> gates) => Table(
        ["gate", "passed", "value", "threshold", "source"],
        gates.Select(gate => new Cell[]
        {
            gate.Gate, gate.Passed ? Cell.Good("yes") : Cell.Bad("no"), gate.Value, gate.Threshold, gate.Overridden ? $"{gate.Source}, overridden" : gate.Source,
        }));
}
