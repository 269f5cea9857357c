using System.CommandLine;
using ModelRegistry.Cli.Demo;
using ModelRegistry.Cli.Train;

var root = new RootCommand("modelreg: trains models, and works with a model registry over HTTP.")
{
    TrainCommand.Create(TimeProvider.System),
    DemoCommand.Create(),
};
return await root.Parse(args).InvokeAsync();
