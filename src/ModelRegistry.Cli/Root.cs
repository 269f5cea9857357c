using System.CommandLine;
using System.CommandLine.Invocation;
using ModelRegistry.Cli.Audit;
using ModelRegistry.Cli.Backup;
using ModelRegistry.Cli.Client;
using ModelRegistry.Cli.Completion;
using ModelRegistry.Cli.Demo;
using ModelRegistry.Cli.Login;
using ModelRegistry.Cli.Registry;
using ModelRegistry.Cli.Train;

namespace ModelRegistry.Cli;

/// <summary><c>modelreg</c> with all its commands.</summary>
internal static class Root
{
    // @NAME is an alias of a version, not a file with more arguments.
    private static readonly ParserConfiguration AsTheyAre = new() { ResponseFileTokenReplacer = null };

    public static ParseResult Parse(params string[] args) => Create().Parse(args, AsTheyAre);

    /// <summary>Runs one command line.</summary>
    /// <returns>The exit code.</returns>
    public static Task<int> RunAsync(string[] args, InvocationConfiguration configuration)
    {
        var parsed = Parse(args);
        return parsed.Action is ParseErrorAction misuse ? Misuse.ReportAsync(parsed, misuse, configuration) : parsed.InvokeAsync(configuration);
    }

    public static RootCommand Create()
    {
        var root = new RootCommand("Works with a model registry over HTTP, keeps its data safe, and trains models.");
        foreach (var command in Commands())
            root.Add(command);
        ValueNames.AddTo(root);
        ExampleHelp.AddTo(root);
        return root;
    }

    /// <summary>In the order in which a newcomer needs them.</summary>
    private static IEnumerable<Command> Commands() =>
    [
        LoginCommand.Create(),
        LogoutCommand.Create(),
        ModelCommands.Create(),
        VersionCommands.Create(),
        RegisterCommand.Create(),
        ArtifactCommands.Create(),
        .. PromotionCommands.Create(),
        AliasCommands.Create(),
        SearchCommand.Create(),
        CompareCommand.Create(),
        LineageCommand.Create(),
        HistoryCommand.Create(),
        PolicyCommands.Create(),
        TokenCommands.Create(),
        AuditCommand.Create(),
        Registry.ExportCommand.Create(),
        ImportCommand.Create(),
        BackupCommand.Create(TimeProvider.System),
        RestoreCommand.Create(TimeProvider.System),
        TrainCommand.Create(TimeProvider.System),
        DemoCommand.Create(),
        CompletionCommand.Create(),
    ];
}
