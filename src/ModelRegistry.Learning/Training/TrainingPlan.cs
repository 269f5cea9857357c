using System.Collections.Immutable;
using ModelRegistry.Learning.Market;
using ModelRegistry.Learning.Validation;

namespace ModelRegistry.Learning.Training;

/// <summary>Which days are trained on and which are predicted, as indices of a panel.</summary>
internal sealed record TrainingPlan
{
    /// <summary>Days of the final fit: all whose labels are known at the close of the last day.</summary>
    public required DaySpan Final { get; init; }

    public required ImmutableArray<WalkForwardFold> Folds { get; init; }

    /// <summary>All predicted days, one span: folds follow each other without a gap.</summary>
    public DaySpan Tested => DaySpan.FromTo(Folds[0].Test.First, Folds[^1].Test.End);

    /// <exception cref="TrainingException">The panel has too few days in the window.</exception>
    public static TrainingPlan Of(MarketPanel panel, TrainingConfig config)
    {
        var first = panel.FirstDayFrom(config.From);
        var last = panel.FirstDayFrom(config.To.AddDays(1)) - 1;
        var final = WalkForward.KnownLabels(last, config.Horizon, first);
        var firstTest = first + config.MinTrainDays + config.Horizon + config.Embargo;
        var tested = final.End - firstTest;
        if (tested < config.Folds)
        {
            throw new TrainingException(
                $"From {config.From:O} to {config.To:O} the panel ({panel.Days[0]:O} to {panel.Days[^1]:O}) has {Math.Max(0, last - first + 1)} days. " +
                $"Walk-forward validation needs {config.MinTrainDays} to train on, {2 * config.Horizon} for labels to end, {config.Embargo} of embargo and at least one for each of {config.Folds} folds.");
        }

        return new TrainingPlan { Final = final, Folds = WalkForward.Split(Plan(config, first, firstTest, final.End)) };
    }

    private static WalkForwardPlan Plan(TrainingConfig config, int first, int firstTest, int end) => new()
    {
        FirstTrainDay = first,
        FirstTestDay = firstTest,
        EndTestDay = end,
        TestDays = (end - firstTest + config.Folds - 1) / config.Folds,
        Horizon = config.Horizon,
        Embargo = config.Embargo,
        Mode = config.Mode,
        RollingDays = config.RollingDays,
        MinTrainDays = config.MinTrainDays,
    };
}
