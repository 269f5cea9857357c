using ModelRegistry.Cli.Output;
using ModelRegistry.Learning.Training;
using Spectre.Console;

namespace ModelRegistry.Cli.Train;

/// <summary>Bars and a summary for people.</summary>
/// <param name="errors">Receives the reason of a failure.</param>
internal sealed class ConsoleTrainReporter(IAnsiConsole console, TextWriter errors) : ITrainReporter
{
    public void Note(string text) => console.MarkupLineInterpolated($"[yellow]note[/] {text}");

    public TrainingResult Watch(Func<Action<TrainingProgress>, TrainingResult> training) => console
        .Progress()
        .Columns(new TaskDescriptionColumn(), new ProgressBarColumn(), new PercentageColumn(), new RemainingTimeColumn(), new ElapsedTimeColumn())
        .Start(context =>
        {
            var bar = context.AddTask("training", maxValue: 1);
            return training(progress =>
            {
                bar.Description = progress.Phase;
                bar.Value = Math.Max(bar.Value, progress.Fraction);
            });
        });

    public void Finished(TrainOutcome outcome)
    {
        var manifest = outcome.Result.Version.Manifest;
        console.MarkupLineInterpolated($"[green]trained[/] {outcome.Result.Version.Description}, in {outcome.Elapsed.TotalSeconds:f1} s");
        console.MarkupLineInterpolated(
            $"on {manifest.Samples:n0} rows of {outcome.Panel.Source}, {manifest.TrainFrom:yyyy-MM-dd} to {manifest.TrainTo:yyyy-MM-dd} (the last day whose label was known)");
        console.Write(Table(outcome));
        console.MarkupLineInterpolated($"{TrainFiles.Model} ({outcome.ModelDigest[..12]}…), {TrainFiles.Profile} and {TrainFiles.Version} are in {outcome.Folder}");
    }

    public void Failed(string code, string detail) => errors.WriteLine($"modelreg: {Screen.Plain(detail)}");

    private static Table Table(TrainOutcome outcome)
    {
        var table = new Table().AddColumns("walk-forward, never in-sample", "value", "meaning");
        foreach (var (name, meaning) in MetricWords.All)
        {
            var value = outcome.Result.Version.Metrics.TryGetValue(name, out var measured) ? measured.ToString("0.####", System.Globalization.CultureInfo.InvariantCulture) : "not defined";
            table.AddRow(name, value, meaning);
        }

        return table;
    }
}
