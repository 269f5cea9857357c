using System.CommandLine;
using ModelRegistry.Cli.Audit;
using ModelRegistry.Cli.Backup;
using ModelRegistry.Cli.Client;
using ModelRegistry.Cli.Demo;
using ModelRegistry.Cli.Registry;
using ModelRegistry.Cli.Train;

namespace ModelRegistry.Cli;

/// <summary><c>modelreg</c> with all its commands.</summary>
internal static class Root
{
    // @NAME is an alias of a version, not a file with more arguments.
    private static readonly ParserConfiguration AsTheyAre = new() { ResponseFileTokenReplacer = null };

    public static ParseResult Parse(params string[] args) => Create().Parse(args, AsTheyAre);

    public static RootCommand Create()
    {
        var root = new RootCommand("modelreg: trains models, works with a model registry over HTTP, and keeps its data safe.")
        {
            TrainCommand.Create(TimeProvider.System),
            DemoCommand.Create(),
            AuditCommand.Create(),
            BackupCommand.Create(TimeProvider.System),
            RestoreCommand.Create(TimeProvider.System),
        };
        foreach (var command in RegistryCommands.Create())
            root.Add(command);
        ExampleHelp.AddTo(root);
        return root;
    }
}
