using System.CommandLine;
using ModelRegistry.Cli.Audit;
using ModelRegistry.Cli.Backup;
using ModelRegistry.Cli.Client;
using ModelRegistry.Cli.Demo;
using ModelRegistry.Cli.Registry;
using ModelRegistry.Cli.Train;

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
var parsed = root.Parse(args);
var code = await parsed.InvokeAsync();

// Words that are not understood are no answer: 1 is one of some commands.
return parsed.Errors.Count > 0 ? 2 : code;
