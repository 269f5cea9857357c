using ModelRegistry.Postgres.Tests.Log;

// The test project is also the program of the processes that its tests kill and pause.
return await LogWriterProgram.RunAsync(args);
