using System.Globalization;
using ModelRegistry.Learning.Validation;
using ModelRegistry.Learning.XGBoost;

namespace ModelRegistry.Learning.Training;

/// <summary>Everything that decides which model comes out of a market. The same data and configuration give the same bytes.</summary>
public sealed record TrainingConfig
{
    /// <summary>First day that is trained on. Features of that day may look further back, where the panel goes there.</summary>
    public required DateOnly From { get; init; }

    /// <summary>The evening of the training: no price after this day is seen, neither by a feature nor by a label.</summary>
    public required DateOnly To { get; init; }

    /// <summary>Takes every k-th ticker only; 1 takes all.</summary>
    public int Every { get; init; } = 1;

    /// <summary>Days of the panel that a label looks ahead.</summary>
    public int Horizon { get; init; } = 5;

    /// <summary>Days left out between the last training label and the first test day of a fold, beyond the horizon.</summary>
    public int Embargo { get; init; } = 5;

    /// <summary>Folds of the walk-forward validation.</summary>
    public int Folds { get; init; } = 6;

    public WalkForwardMode Mode { get; init; } = WalkForwardMode.Expanding;

    /// <summary>Training days of a fold where <see cref="Mode"/> is rolling.</summary>
    public int RollingDays { get; init; } = 504;

    /// <summary>Fewest days a fold trains on; the first test begins after them.</summary>
    public int MinTrainDays { get; init; } = 126;

    /// <summary>Members of the ensemble; they differ in their seed: <see cref="FirstSeed"/>, the next, and so on.</summary>
    public int Seeds { get; init; } = 3;

    public int FirstSeed { get; init; } = 1;

    /// <summary>Cost in basis points of the value traded, for the long-short portfolio.</summary>
    public double CostBps { get; init; } = 5;

    /// <summary>What each member is; its seed is set by the ensemble.</summary>
    public BoosterParameters Booster { get; init; } = new() { BaseScore = 0 };

    /// <summary>The hyper-parameters by name, without the window of data: two versions that differ in data alone have the same.</summary>
    public IEnumerable<KeyValuePair<string, string>> Hyperparameters() =>
    [
        new("objective", Booster.Objective), Text("rounds", Booster.Rounds), Text("depth", Booster.Depth), Text("eta", Booster.Eta),
        Text("subsample", Booster.Subsample), Text("column_sample", Booster.ColumnSample), Text("min_child_weight", Booster.MinChildWeight),
        Text("lambda", Booster.Lambda), Text("bins", Booster.Bins), Text("base_score", Booster.BaseScore),
        Text("seeds", Seeds), Text("first_seed", FirstSeed), Text("every", Every), Text("horizon", Horizon),
        new("validation", Mode.ToString().ToLowerInvariant()), Text("folds", Folds), Text("embargo", Embargo), Text("min_train_days", MinTrainDays),
        .. Mode == WalkForwardMode.Rolling ? [Text("rolling_days", RollingDays)] : Array.Empty<KeyValuePair<string, string>>(),
        Text("cost_bps", CostBps),
    ];

    private static KeyValuePair<string, string> Text(string name, IFormattable value) => new(name, value.ToString(format: null, CultureInfo.InvariantCulture));
}
