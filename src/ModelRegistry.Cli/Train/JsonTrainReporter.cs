using System.Text.Json;
using ModelRegistry.Core;
using ModelRegistry.Learning.Training;

namespace ModelRegistry.Cli.Train;

/// <summary>One JSON object a line, each with an <c>event</c>: note, progress, done or failed. For whoever starts trainers as child processes.</summary>
/// <param name="output">Receives the lines.</param>
/// <param name="errors">Receives the reason of a failure once more, in plain words.</param>
internal sealed class JsonTrainReporter(TextWriter output, TextWriter errors) : ITrainReporter
{
    private const double Step = 0.01;
    private readonly Lock _gate = new();
    private string _phase = "";
    private double _told;

    public void Note(string text) => Write(new { Event = "note", Text = text });

    public TrainingResult Watch(Func<Action<TrainingProgress>, TrainingResult> training) => training(Tell);

    public void Finished(TrainOutcome outcome) => Write(new
    {
        Event = "done",
        outcome.Folder,
        outcome.ModelDigest,
        Seconds = Math.Round(outcome.Elapsed.TotalSeconds, 1),
        outcome.Panel.Synthetic,
        outcome.Result.Version.Manifest.Samples,
        outcome.Result.Version.Metrics,
    });

    public void Failed(string code, string detail)
    {
        Write(new { Event = "failed", Code = code, Detail = detail });
        errors.WriteLine(detail);
    }

    private void Tell(TrainingProgress progress)
    {
        lock (_gate)
        {
            if (progress.Phase == _phase && progress.Fraction < _told + Step && !(progress.Fraction >= 1 && _told < 1))
                return;
            (_phase, _told) = (progress.Phase, progress.Fraction);
            Write(new { Event = "progress", progress.Phase, progress.Done, progress.Total, Fraction = Math.Round(progress.Fraction, 4) });
        }
    }

    private void Write<T>(T line)
    {
        lock (_gate)
        {
            output.WriteLine(JsonSerializer.Serialize(line, RegistryJson.Options));
            output.Flush();
        }
    }
}
