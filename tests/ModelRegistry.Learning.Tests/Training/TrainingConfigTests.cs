using ModelRegistry.Core.Hashing;
using ModelRegistry.Learning.Training;
using ModelRegistry.Learning.Validation;

namespace ModelRegistry.Learning.Tests.Training;

public sealed class TrainingConfigTests
{
    public static TheoryData<string, Func<TrainingConfig, TrainingConfig>> Wrong => new()
    {
        { "must end later", config => config with { To = config.From } },
        { "every is 0", config => config with { Every = 0 } },
        { "horizon is 0", config => config with { Horizon = 0 } },
        { "embargo is -1", config => config with { Embargo = -1 } },
        { "folds is 0", config => config with { Folds = 0 } },
        { "minTrainDays is 0", config => config with { MinTrainDays = 0 } },
        { "seeds is 65", config => config with { Seeds = 65 } },
        { "firstSeed is -1", config => config with { FirstSeed = -1 } },
        { "costBps is NaN", config => config with { CostBps = double.NaN } },
        { "rollingDays is 10", config => config with { Mode = WalkForwardMode.Rolling, RollingDays = 10 } },
        { "rounds is -1", config => config with { Booster = config.Booster with { Rounds = -1 } } },
        { "rounds is 1000000", config => config with { Booster = config.Booster with { Rounds = 1_000_000 } } },
        { "depth is 40", config => config with { Booster = config.Booster with { Depth = 40 } } },
        { "eta is NaN", config => config with { Booster = config.Booster with { Eta = double.NaN } } },
        { "subsample is 0", config => config with { Booster = config.Booster with { Subsample = 0 } } },
        { "baseScore is", config => config with { Booster = config.Booster with { BaseScore = double.PositiveInfinity } } },
        { "objective is 'multi:softmax'", config => config with { Booster = config.Booster with { Objective = "multi:softmax" } } },
        { "has 8 days", config => config with { To = new DateOnly(2013, 2, 20) } },
        { "has 0 days", config => config with { From = new DateOnly(2030, 1, 1), To = new DateOnly(2031, 1, 1) } },
        { "has 0 days", config => config with { From = new DateOnly(2001, 1, 1), To = new DateOnly(2002, 1, 1) } },
        { "at least one for each of 250 folds", config => config with { Folds = 250 } },
    };

    [Theory]
    [MemberData(nameof(Wrong))]
    public void Run_ConfigurationThatCannotBe_SaysWhatAndWhy(string reason, Func<TrainingConfig, TrainingConfig> change)
    {
        var error = Assert.Throws<TrainingException>(() => SmallMarket.Train(change(SmallMarket.Config)));

        Assert.Contains(reason, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Manifest_ConfigurationHash_IsThatOfTheConfigurationInIt()
    {
        var manifest = SmallMarket.Train().Version.Manifest;

        Assert.Equal(Digest.OfJson(manifest.Config!), manifest.TrainingConfigHash);
        Assert.Equal(Digest.OfCanonical(SmallMarket.Config), manifest.TrainingConfigHash);
    }

    [Fact]
    public void Manifest_OtherRounds_ChangesTheConfigurationHashAlone()
    {
        var before = SmallMarket.Train().Version;
        var after = SmallMarket.Train(SmallMarket.Config with { Booster = SmallMarket.Config.Booster with { Rounds = 2 } }).Version;

        Assert.NotEqual(before.Manifest.TrainingConfigHash, after.Manifest.TrainingConfigHash);
        Assert.Equal(before.Manifest.DatasetHash, after.Manifest.DatasetHash);
        Assert.Equal(before.Manifest.CodeFingerprint, after.Manifest.CodeFingerprint);
    }

    [Fact]
    public void Manifest_LaterEnd_ChangesDataButNoHyperparameter()
    {
        var before = SmallMarket.Train().Version;
        var after = SmallMarket.Train(SmallMarket.Config with { To = new DateOnly(2014, 4, 1) }).Version;

        Assert.NotEqual(before.Manifest.DatasetHash, after.Manifest.DatasetHash);
        Assert.Equal(before.Params, after.Params);
    }
}
