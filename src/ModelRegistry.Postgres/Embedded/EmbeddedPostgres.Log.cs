using Microsoft.Extensions.Logging;

namespace ModelRegistry.Postgres.Embedded;

public sealed partial class EmbeddedPostgres
{
    [LoggerMessage(Level = LogLevel.Information, Message = "Initialising PostgreSQL {Major} in {Folder}, to run as user {User}")]
    private static partial void Initialising(ILogger logger, int major, string folder, string user);

    [LoggerMessage(Level = LogLevel.Information, Message = "PostgreSQL runs on {Folder}, process {Pid} (taken over: {Adopted})")]
    private partial void Running(string folder, int pid, bool adopted);

    [LoggerMessage(Level = LogLevel.Information, Message = "PostgreSQL on {Folder} has stopped")]
    private partial void Stopped(string folder);
}
