using ModelRegistry.Silo;

return await ServeCommand.RunAsync(args);
