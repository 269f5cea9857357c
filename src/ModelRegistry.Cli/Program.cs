using System.CommandLine;
using ModelRegistry.Cli.Train;

var root = new RootCommand("modelreg: trains models, and works with a model registry over HTTP.")
{
    TrainCommand.Create(TimeProvider.System),
};
return await root.Parse(args).InvokeAsync();
