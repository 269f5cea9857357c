using ModelRegistry.Learning.Market;
using ModelRegistry.Learning.Validation;
using ModelRegistry.Learning.XGBoost;

namespace ModelRegistry.Learning.Training;

/// <summary>
/// From a market to a version: features and labels, walk-forward validation, the final fit, profile and manifest. Loads libxgboost, and so
/// runs in a process of its own, never in a host.
/// </summary>
public sealed class TrainingPipeline(TimeProvider clock, Action<TrainingProgress>? progress = null)
{
    /// <summary>Trains. The same panel and configuration give the same model, profile and metrics, byte for byte.</summary>
    /// <param name="panel">May go beyond the window: what comes after its end is not looked at.</param>
    /// <exception cref="TrainingException">The configuration or the window cannot be trained on.</exception>
    /// <exception cref="XGBoostException">libxgboost is not installed, or refuses.</exception>
    public TrainingResult Run(MarketPanel panel, TrainingConfig config, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(panel);
        ArgumentNullException.ThrowIfNull(config);
        TrainingRules.Check(config);
        var plan = TrainingPlan.Of(panel, config);
        progress?.Invoke(new TrainingProgress("features and labels", 0, 1));
        var data = TrainingData.Of(panel, config);
        cancellation.ThrowIfCancellationRequested();

        var crew = new TrainingCrew(new EnsembleTrainer(data, config), config, data.Panel.TickerCount, progress);
        DaySpan[] spans = [.. plan.Folds.Select(fold => fold.Train), plan.Final];
        var artifacts = crew.Fit(spans, "walk-forward and final fit", cancellation);

        progress?.Invoke(new TrainingProgress("metrics and profile", 1, 1));
        var scores = OutOfSampleScores.Of(data, plan, artifacts);
        return new TrainingResult
        {
            Model = artifacts[^1],
            Profile = ProfileBuilder.Build(data, plan.Final, scores),
            Version = new VersionDraftBuilder(data, config, clock).Build(plan.Final, WalkForwardMetrics.Of(data, scores, config)),
            Trained = plan.Final,
            Folds = plan.Folds,
        };
    }
}
