using ModelRegistry.Learning.Market;
using ModelRegistry.Learning.Training;
using ModelRegistry.Learning.XGBoost;

namespace ModelRegistry.Learning.Tests.Training;

/// <summary>A synthetic market small enough to train on in a blink.</summary>
internal static class SmallMarket
{
    public static MarketPanel Panel { get; } = SyntheticMarket.Create(new SyntheticMarketPlan
    {
        Tickers = 40,
        Sectors = 4,
        FirstDay = new DateOnly(2013, 2, 8),
        LastDay = new DateOnly(2014, 6, 30),
        BreakDay = new DateOnly(2014, 6, 2),
    });

    public static TrainingConfig Config { get; } = new()
    {
        From = new DateOnly(2013, 2, 8),
        To = new DateOnly(2014, 3, 31),
        Folds = 3,
        MinTrainDays = 100,
        Seeds = 2,
        Booster = new BoosterParameters { Rounds = 6, Depth = 3, MinChildWeight = 5, BaseScore = 0 },
    };

    public static TrainingResult Train(TrainingConfig? config = null, MarketPanel? panel = null, Action<TrainingProgress>? progress = null) =>
        new TrainingPipeline(TimeProvider.System, progress).Run(panel ?? Panel, config ?? Config);

    /// <summary>The same market, seen on the evening of a day: nothing later is in it.</summary>
    public static MarketPanel Until(DateOnly day)
    {
        var content = Panel.Content();
        var days = content.Days.Count(d => d <= day);
        var rows = days * content.Tickers.Length;
        return new MarketPanel(content with
        {
            Days = content.Days[..days],
            Close = content.Close[..rows],
            Volume = content.Volume[..rows],
            Filled = content.Filled[..rows],
        });
    }
}
