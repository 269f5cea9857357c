using System.ComponentModel.DataAnnotations;
using System.Globalization;
using System.Reflection;
using ModelRegistry.Learning.Flavors;
using ModelRegistry.Learning.Validation;
using ModelRegistry.Learning.XGBoost;

namespace ModelRegistry.Learning.Training;

/// <summary>What a configuration must fulfil before anything is computed.</summary>
internal static class TrainingRules
{
    private static readonly string[] Objectives = ["reg:squarederror", "rank:pairwise"];

    /// <exception cref="TrainingException">Names the setting, its value and what would be right.</exception>
    public static void Check(TrainingConfig config)
    {
        if (config.From >= config.To)
            throw new TrainingException($"The training begins on {config.From:O} and ends on {config.To:O}; it must end later than it begins.");
        Range("every", config.Every, 1, 1_000);
        Range("horizon", config.Horizon, 1, 63);
        Range("embargo", config.Embargo, 0, 252);
        Range("folds", config.Folds, 1, 250);
        Range("minTrainDays", config.MinTrainDays, 1, 10_000);
        Range("seeds", config.Seeds, 1, StockRankingModel.MaxMembers);
        Range("firstSeed", config.FirstSeed, 0, int.MaxValue - StockRankingModel.MaxMembers);
        Range("costBps", config.CostBps, 0, 10_000);
        if (config.Mode == WalkForwardMode.Rolling)
            Range("rollingDays", config.RollingDays, config.MinTrainDays, 10_000);
        CheckBooster(config.Booster);
    }

    private static void CheckBooster(BoosterParameters booster)
    {
        foreach (var property in typeof(BoosterParameters).GetProperties(BindingFlags.Public | BindingFlags.Instance))
        {
            if (property.GetCustomAttribute<RangeAttribute>() is not { } range)
                continue;
            Range(
                JsonName(property.Name),
                Number(property.GetValue(booster)),
                Number(range.Minimum),
                Number(range.Maximum));
        }

        if (!double.IsFinite(booster.BaseScore))
            throw new TrainingException($"baseScore is {booster.BaseScore}; a finite number was expected.");
        if (!Objectives.Contains(booster.Objective, StringComparer.Ordinal))
            throw new TrainingException($"objective is '{booster.Objective}'; a ranking of stocks is trained by {string.Join(" or ", Objectives)}.");
    }

    private static void Range(string name, double value, double min, double max)
    {
        if (!(value >= min && value <= max))
            throw new TrainingException(string.Create(CultureInfo.InvariantCulture, $"{name} is {value}; it lies between {min} and {max}."));
    }

    private static double Number(object? value) => Convert.ToDouble(value, CultureInfo.InvariantCulture);

    private static string JsonName(string name) => char.ToLowerInvariant(name[0]) + name[1..];
}
