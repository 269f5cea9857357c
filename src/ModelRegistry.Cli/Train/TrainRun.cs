using ModelRegistry.Cli.Client;
using ModelRegistry.Core.Hashing;
using ModelRegistry.Learning.Market;
using ModelRegistry.Learning.Training;
using ModelRegistry.Learning.XGBoost;

namespace ModelRegistry.Cli.Train;

/// <summary>One run of <c>modelreg train</c>.</summary>
/// <param name="fallback">The market to make up where there is no data.</param>
internal sealed class TrainRun(TimeProvider clock, ITrainReporter reporter, SyntheticMarketPlan fallback)
{
    /// <returns>The exit code: 0 when the files are written, 1 when the training was refused, 130 when it was interrupted.</returns>
    public int Execute(string market, TrainingConfig config, string folder, CancellationToken cancellation)
    {
        try
        {
            var started = clock.GetTimestamp();
            XGBoostRuntime.EnsureInstalled();
            var panel = Open(market);
            var result = reporter.Watch(progress => new TrainingPipeline(clock, progress).Run(panel, config, cancellation));
            TrainFiles.Write(folder, result);
            reporter.Finished(new TrainOutcome
            {
                Result = result,
                Panel = panel,
                Folder = folder,
                ModelDigest = Digest.Of(result.Model.Span),
                Elapsed = clock.GetElapsedTime(started),
            });
            return 0;
        }
        catch (Exception refused) when (refused is TrainingException or MarketDataException or XGBoostException or IOException or UnauthorizedAccessException)
        {
            reporter.Failed("refused", refused.Message);
            return ExitCodes.Refused;
        }
        catch (OperationCanceledException)
        {
            reporter.Failed("interrupted", "interrupted; nothing was written");
            return ExitCodes.Interrupted;
        }
    }

    private MarketPanel Open(string market)
    {
        var panel = MarketSource.Open(market, fallback);
        if (panel.Synthetic)
        {
            reporter.Note($"There is no folder '{market}': this is a synthetic market with nothing to be learnt from it ({panel.Source}).");
            return panel;
        }

        reporter.Note("The panel holds the members of the index in February 2018 (survivorship), and sector labels of 2018: a small look-ahead.");
        var quality = panel.Quality;
        if (quality.AbsentDays.Length > 0)
            reporter.Note($"{quality.AbsentDays.Length} trading days are absent: {string.Join(", ", quality.AbsentDays.Select(day => $"{day:O}"))}; returns across them span more than a day.");
        if (quality.FilledRows.Length > 0)
            reporter.Note($"{quality.FilledRows.Length} rows carry the values of the day before.");
        return panel;
    }
}
