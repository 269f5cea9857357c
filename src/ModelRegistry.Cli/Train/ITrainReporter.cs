using ModelRegistry.Learning.Training;

namespace ModelRegistry.Cli.Train;

/// <summary>Tells whoever started a training how it goes.</summary>
internal interface ITrainReporter
{
    /// <summary>Something a reader of the figures must know.</summary>
    void Note(string text);

    /// <summary>Runs the training and shows its progress; the callback may come from several threads.</summary>
    TrainingResult Watch(Func<Action<TrainingProgress>, TrainingResult> training);

    void Finished(TrainOutcome outcome);

    /// <param name="code">What kind of failure, for programs.</param>
    /// <param name="detail">Why, for people.</param>
    void Failed(string code, string detail);
}
