using System.CommandLine;
using ModelRegistry.Cli.Client;
using ModelRegistry.Cli.Output;
using ModelRegistry.Learning.Market;
using ModelRegistry.Learning.Training;
using ModelRegistry.Learning.Validation;
using ModelRegistry.Learning.XGBoost;

namespace ModelRegistry.Cli.Train;

/// <summary><c>modelreg train</c>: this process is the trainer.</summary>
internal static class TrainCommand
{
    private static readonly BoosterParameters Booster = new() { BaseScore = 0 };
    private static readonly TrainingConfig Defaults = new() { From = default, To = default };

    private static readonly Option<string> Market = new("--market")
    {
        HelpName = "FOLDER",
        Description = "Folder of the market panel, or the one that holds it; a synthetic market where it does not exist",
        DefaultValueFactory = _ => Path.Combine("..", "shared", "data"),
    };

    private static readonly Option<DateOnly> From = new("--from") { Description = "First day trained on, as 2013-02-08", Required = true };
    private static readonly Option<DateOnly> To = new("--to") { Description = "Evening of the training: nothing later is seen", Required = true };
    private static readonly Option<DirectoryInfo> Out = new("--out") { Description = "Folder for model.json, profile.json and version.json", Required = true };
    private static readonly Option<int> Seeds = Number("--seeds", "Members of the ensemble", Defaults.Seeds);
    private static readonly Option<int> Seed = Number("--seed", "Seed of the first member; the others follow", Defaults.FirstSeed);
    private static readonly Option<int> Rounds = Number("--rounds", "Trees a member; 0 gives a constant score", Booster.Rounds);
    private static readonly Option<int> Depth = Number("--depth", "Depth of a tree", Booster.Depth);
    private static readonly Option<double> Eta = Number("--eta", "Learning rate", Booster.Eta);
    private static readonly Option<int> Every = Number("--every", "Take every k-th ticker only", Defaults.Every);
    private static readonly Option<int> Folds = Number("--folds", "Folds of the walk-forward validation", Defaults.Folds);
    private static readonly Option<int> Embargo = Number("--embargo", "Days left out before each test, beyond the horizon", Defaults.Embargo);
    private static readonly Option<int> MinTrainDays = Number("--min-train-days", "Days the first fold trains on", Defaults.MinTrainDays);
    private static readonly Option<double> Cost = Number("--cost-bps", "Cost of trading, in basis points of the value traded", Defaults.CostBps);
    private static readonly Option<WalkForwardMode> Mode = new("--validation") { Description = "Training window of the folds", DefaultValueFactory = _ => Defaults.Mode };

    public static Command Create(TimeProvider clock) => new ExampleCommand(
        "train",
        "Trains a ranking model and writes the files that register takes",
        "modelreg train --from 2013-02-08 --to 2014-12-31 --every 8 --rounds 20 --out trained")
    {
        Market, From, To, Out, Seeds, Seed, Rounds, Depth, Eta, Every, Folds, Embargo, MinTrainDays, Cost, Mode,
    }.Runs((parsed, cancellation) =>
    {
        var run = new TrainRun(clock, Reporter(parsed), new SyntheticMarketPlan());
        // On a thread of its own: signals are listened to only once this delegate has returned.
        return Task.Run(
            () => run.Execute(parsed.GetRequiredValue(Market), Configuration(parsed), parsed.GetRequiredValue(Out).FullName, cancellation),
            CancellationToken.None);
    });

    private static TrainingConfig Configuration(ParseResult parsed) => Defaults with
    {
        From = parsed.GetValue(From),
        To = parsed.GetValue(To),
        Seeds = parsed.GetValue(Seeds),
        FirstSeed = parsed.GetValue(Seed),
        Every = parsed.GetValue(Every),
        Folds = parsed.GetValue(Folds),
        Embargo = parsed.GetValue(Embargo),
        MinTrainDays = parsed.GetValue(MinTrainDays),
        CostBps = parsed.GetValue(Cost),
        Mode = parsed.GetValue(Mode),
        Booster = Booster with { Rounds = parsed.GetValue(Rounds), Depth = parsed.GetValue(Depth), Eta = parsed.GetValue(Eta) },
    };

    private static ITrainReporter Reporter(ParseResult parsed)
    {
        var (output, error) = (parsed.InvocationConfiguration.Output, parsed.InvocationConfiguration.Error);
        return parsed.WantsJson() ? new JsonTrainReporter(output, error) : new ConsoleTrainReporter(Terminal.Out(), error);
    }

    private static Option<T> Number<T>(string name, string description, T value) => new(name) { Description = description, DefaultValueFactory = _ => value };
}
