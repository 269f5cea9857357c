using System.Text.Json;
using ModelRegistry.Cli.Train;
using ModelRegistry.Core.Hashing;
using ModelRegistry.Learning.Flavors;
using ModelRegistry.Learning.Market;
using ModelRegistry.Learning.Training;
using ModelRegistry.Learning.XGBoost;
using Spectre.Console;

namespace ModelRegistry.Cli.Tests.Train;

public sealed class TrainRunTests : IDisposable
{
    private static readonly TrainingConfig Config = new()
    {
        From = new DateOnly(2013, 2, 8),
        To = new DateOnly(2013, 12, 31),
        Folds = 2,
        MinTrainDays = 80,
        Seeds = 1,
        Booster = new BoosterParameters { Rounds = 3, Depth = 2, MinChildWeight = 5, BaseScore = 0 },
    };

    private static readonly SyntheticMarketPlan SmallMarket = new() { Tickers = 20, Sectors = 4, LastDay = new DateOnly(2014, 1, 31), BreakDay = new DateOnly(2014, 1, 20) };

    private readonly StringWriter _errors = new();
    private readonly string _folder = Directory.CreateTempSubdirectory("modelreg-train-").FullName;

    public void Dispose()
    {
        _errors.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    [Fact]
    public void Execute_NoMarketFolder_SaysThatItIsSyntheticAndTrains()
    {
        var (code, lines) = Run(Config);

        Assert.Equal(0, code);
        Assert.Equal("note", Event(lines[0]));
        Assert.Contains("synthetic market", lines[0].GetProperty("text").GetString(), StringComparison.Ordinal);
        var done = lines[^1];
        Assert.Equal("done", Event(done));
        Assert.True(done.GetProperty("synthetic").GetBoolean());
        Assert.Equal(Digest.Of(File.ReadAllBytes(Written(TrainFiles.Model))), done.GetProperty("modelDigest").GetString());
    }

    [Fact]
    public void Execute_Files_AreAModelAProfileAndABodyWithoutDigests()
    {
        Run(Config);

        var scorer = new StockRankingFlavor().Load(File.ReadAllBytes(Written(TrainFiles.Model)));
        using var version = JsonDocument.Parse(File.ReadAllBytes(Written(TrainFiles.Version)));
        using var profile = JsonDocument.Parse(File.ReadAllBytes(Written(TrainFiles.Profile)));
        var inputs = version.RootElement.GetProperty("signature").GetProperty("inputs").EnumerateArray().Select(input => input.GetProperty("name").GetString());
        Assert.Equal(scorer.Features, inputs);
        Assert.Equal("stock-ranking", version.RootElement.GetProperty("flavor").GetString());
        Assert.Equal("synthetic", version.RootElement.GetProperty("tags").GetProperty("market").GetString());
        Assert.False(version.RootElement.TryGetProperty("artifact", out _));
        Assert.Equal(scorer.Features.Length + 1, profile.RootElement.GetProperty("features").GetArrayLength());
        Assert.Equal(3, Directory.GetFiles(_folder).Length);
    }

    [Fact]
    public void Execute_Progress_NeverGoesBackWithinAPhase()
    {
        var (_, lines) = Run(Config);

        var phases = lines.Where(line => Event(line) == "progress").GroupBy(line => line.GetProperty("phase").GetString()!, StringComparer.Ordinal).ToArray();
        Assert.Equal(["features and labels", "walk-forward and final fit", "metrics and profile"], phases.Select(phase => phase.Key));
        Assert.All(phases, phase =>
        {
            var fractions = phase.Select(line => line.GetProperty("fraction").GetDouble()).ToArray();
            Assert.Equal(fractions.Order(), fractions);
        });
    }

    [Fact]
    public void Execute_WindowWithoutDays_FailsInWordsAndWritesNothing()
    {
        var (code, lines) = Run(Config with { From = new DateOnly(2030, 1, 1), To = new DateOnly(2031, 1, 1) });

        Assert.Equal(1, code);
        Assert.Equal("failed", Event(lines[^1]));
        Assert.Contains("has 0 days", lines[^1].GetProperty("detail").GetString(), StringComparison.Ordinal);
        Assert.Contains("has 0 days", _errors.ToString(), StringComparison.Ordinal);
        Assert.Empty(Directory.GetFiles(_folder));
    }

    [Fact]
    public void Execute_FolderWithoutPanel_FailsInWords()
    {
        var output = new StringWriter();
        var code = new TrainRun(TimeProvider.System, new JsonTrainReporter(output, _errors), SmallMarket).Execute(_folder, Config, _folder, CancellationToken.None);

        Assert.Equal(1, code);
        Assert.Contains("panel.csv.gz", output.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void Execute_Interrupted_SaysSo()
    {
        using var cancelled = new CancellationTokenSource();
        cancelled.Cancel();
        var (code, lines) = Run(Config, cancelled.Token);

        Assert.Equal(130, code);
        Assert.Equal("failed", Event(lines[^1]));
        Assert.Empty(Directory.GetFiles(_folder));
    }

    [Fact]
    public void Execute_OnATerminal_EndsWithATableOfAllMetrics()
    {
        var output = new StringWriter();
        var console = AnsiConsole.Create(new AnsiConsoleSettings { Ansi = AnsiSupport.No, Interactive = InteractionSupport.No, Out = new AnsiConsoleOutput(output) });
        console.Profile.Width = 160;

        new TrainRun(TimeProvider.System, new ConsoleTrainReporter(console, _errors), SmallMarket).Execute(Absent, Config, _folder, CancellationToken.None);

        Assert.All(MetricWords.All, metric => Assert.Contains(metric.Name, output.ToString(), StringComparison.Ordinal));
        Assert.Contains("never in-sample", output.ToString(), StringComparison.Ordinal);
    }

    private string Absent => Path.Combine(_folder, "absent");

    private (int Code, JsonElement[] Lines) Run(TrainingConfig config, CancellationToken cancellation = default)
    {
        var output = new StringWriter();
        var code = new TrainRun(TimeProvider.System, new JsonTrainReporter(output, _errors), SmallMarket).Execute(Absent, config, _folder, cancellation);
        return (code, [.. output.ToString().Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => JsonDocument.Parse(line).RootElement)]);
    }

    private string Written(string file) => Path.Combine(_folder, file);

    private static string Event(JsonElement line) => line.GetProperty("event").GetString()!;
}
