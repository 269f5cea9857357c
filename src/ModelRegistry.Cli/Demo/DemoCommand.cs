using System.CommandLine;
using System.Text.Json;
using ModelRegistry.Cli.Client;
using ModelRegistry.Cli.Output;
using ModelRegistry.Core;
using ModelRegistry.Learning.Market;

namespace ModelRegistry.Cli.Demo;

/// <summary><c>modelreg demo</c>: five years of prices through the whole registry.</summary>
internal static class DemoCommand
{
    private static readonly Option<string> Silo = new("--silo") { Description = "Program of the host to start", HelpName = "PROGRAM", DefaultValueFactory = _ => "modelreg-silo" };
    private static readonly Option<Uri?> Server = new("--server")
    {
        Description = "A registry that runs already, instead of starting one",
        CustomParser = ServerOptions.Read,
    };
    private static readonly Option<string?> Token = new("--token") { Description = "Admin token of --server (or MODELREG_ADMIN_TOKEN)", HelpName = "TOKEN" };
    private static readonly Option<string> Market = new("--market") { Description = "Folder with the market panel; a synthetic market where it does not exist", HelpName = "FOLDER", DefaultValueFactory = _ => DefaultMarket };
    private static readonly Option<string> Urls = new("--urls") { Description = "Address for the host to listen on", HelpName = "URL", DefaultValueFactory = _ => "http://127.0.0.1:8080" };
    private static readonly Option<string?> Data = new("--data-dir") { Description = "Folder for the host's data; a new temporary one by default", HelpName = "FOLDER" };
    private static readonly Option<bool> Quick = new("--quick") { Description = "Every eighth ticker and smaller models: the same story in under a minute" };
    private static readonly Option<bool> Exit = new("--exit") { Description = "Stop the host at the end instead of leaving it up" };
    private static readonly Option<FileInfo?> Report = new("--report") { Description = "Write the figures as JSON to a file" };

    private static string DefaultMarket => Path.Combine("..", "shared", "data");

    public static Command Create() => new ExampleCommand(
        "demo", "Plays five years of models trained, refused, challenged, rolled back", "modelreg demo --quick --exit")
    {
        Silo, Server, Token, Market, Urls, Data, Quick, Exit, Report,
    }.Runs(PlayAsync);

    private static DemoSettings Settings(ParseResult parsed) => new()
    {
        Silo = parsed.GetRequiredValue(Silo),
        Server = parsed.GetValue(Server),
        Token = parsed.GetValue(Token) ?? Environment.GetEnvironmentVariable("MODELREG_ADMIN_TOKEN"),
        Market = Path.GetFullPath(parsed.GetValue(Market)!),
        Urls = parsed.GetValue(Urls)!,
        DataDirectory = parsed.GetValue(Data),
        Quick = parsed.GetValue(Quick),
        Exit = parsed.GetValue(Exit),
        Report = parsed.GetValue(Report),
    };

    /// <summary>With <c>--json</c> the output is the report, and the story is told on the error stream.</summary>
    private static async Task<int> PlayAsync(ParseResult parsed, CancellationToken cancellationToken)
    {
        var settings = Settings(parsed);
        var console = new DemoConsole(parsed.WantsJson() ? Terminal.Error() : Terminal.Out());
        var floor = Open(settings);
        var temporary = settings is { Server: null, DataDirectory: null } ? TemporaryFolder() : null;
        await using var silo = settings.Server is null ? await StartAsync(settings, temporary, console, cancellationToken) : null;
        var server = silo?.Address ?? settings.Server!;
        using var scientist = new RegistryClient(server, silo?.Token ?? settings.Token ?? throw new DemoException("--server needs --token or MODELREG_ADMIN_TOKEN"), TimeProvider.System);
        using var approver = new RegistryClient(server, await Story.SecondPrincipalAsync(scientist, cancellationToken), TimeProvider.System);
        var world = new DemoWorld { Scientist = scientist, Approver = approver, Floor = floor, Out = console, Settings = settings, Clock = TimeProvider.System };
        var report = await new Story(world, new TrainerProcess(settings, console, TimeProvider.System)).TellAsync(cancellationToken);
        if (settings.Report is { } file)
            await File.WriteAllBytesAsync(file.FullName, JsonSerializer.SerializeToUtf8Bytes(report, RegistryJson.Options), cancellationToken);
        if (parsed.WantsJson())
            Answers.WriteJson(parsed.InvocationConfiguration.Output, report);
        await EndAsync(settings, silo, temporary, console, cancellationToken);
        if (silo is not null)
            await silo.DisposeAsync();
        if (settings.Exit && temporary is not null)
            Directory.Delete(temporary, recursive: true);
        return 0;
    }

    /// <summary>Made by the host itself, because the private PostgreSQL may run as another user who must be able to enter it.</summary>
    private static string TemporaryFolder() =>
        Path.Combine(Path.GetTempPath(), $"modelregistry-demo-{Path.GetRandomFileName()[..8]}");

    private static TradingFloor Open(DemoSettings settings)
    {
        var panel = MarketSource.Open(settings.Market, new SyntheticMarketPlan()).EveryTicker(settings.EveryTicker);
        return new TradingFloor(FeatureBuilder.Build(panel), LabelBuilder.Build(panel));
    }

    private static Task<SiloProcess> StartAsync(DemoSettings settings, string? temporary, DemoConsole console, CancellationToken cancellationToken) =>
        SiloProcess.StartAsync(settings.Silo, settings.DataDirectory ?? temporary!, settings.Urls, console.Note, cancellationToken);

    private static async Task EndAsync(DemoSettings settings, SiloProcess? silo, string? temporary, DemoConsole console, CancellationToken cancellationToken)
    {
        if (settings.Exit || silo is null)
            return;
        console.Act("Look around");
        console.Say($"The registry stays up until Ctrl-C. Open {silo.Address} and sign in with its admin token:");
        console.Say(silo.Token);
        if (temporary is not null)
            console.Say($"Its data stays in {temporary}: remove the folder when you have seen enough, or serve it again with --data-dir.");
        await silo.WaitAsync(cancellationToken);
    }
}
