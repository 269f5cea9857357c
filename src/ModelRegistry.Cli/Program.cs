using System.CommandLine;
using ModelRegistry.Cli;

return await Root.RunAsync(args, new InvocationConfiguration());
