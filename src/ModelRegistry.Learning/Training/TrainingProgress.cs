namespace ModelRegistry.Learning.Training;

/// <summary>How far a training is.</summary>
/// <param name="Phase">What is being done, for people.</param>
/// <param name="Done">Rows × rounds trained so far: a measure of work, not of time.</param>
/// <param name="Total">Rows × rounds in all, at least 1.</param>
public readonly record struct TrainingProgress(string Phase, long Done, long Total)
{
    public double Fraction => Math.Min(1, Done / (double)Total);
}
