namespace ModelRegistry.Grains;

/// <summary>
/// The streams that say "there is more". Their items are of type <c>long</c> and mean nothing: a reader reads the log from its own cursor and may lose
/// any of them.
/// </summary>
public static class Nudges
{
    /// <summary>The stream provider.</summary>
    public const string Provider = "nudges";

    /// <summary>Namespace; key: id of the model. Predictions or actuals of it were written.</summary>
    public const string ModelLog = "model-log";

    /// <summary>Namespace; key: id of the model. Outcomes of it were joined.</summary>
    public const string ModelOutcomes = "model-outcomes";

    /// <summary>Namespace; key: id of the A/B test. Outcomes were joined on its model.</summary>
    public const string ExperimentOutcomes = "experiment-outcomes";
}
