using Microsoft.Extensions.Logging;

namespace ModelRegistry.Postgres.Embedded;

public sealed partial class EmbeddedPostgres
{
    [LoggerMessage(EventId = 1, Level = LogLevel.Information, Message = "Initialising PostgreSQL {Major} in {Folder}, to run as user {User}")]
    private static partial void Initialising(ILogger logger, int major, string folder, string user);

    [LoggerMessage(EventId = 2, Level = LogLevel.Information, Message = "PostgreSQL runs on {Folder}, process {Pid} (taken over: {Adopted})")]
    private partial void Running(string folder, int pid, bool adopted);

    [LoggerMessage(EventId = 3, Level = LogLevel.Warning, Message = "PostgreSQL on {Folder}, process {Pid}, has ended and nobody here stopped it; it is started again")]
    private partial void Gone(string folder, int pid);

    [LoggerMessage(EventId = 4, Level = LogLevel.Error, Message = "PostgreSQL on {Folder} does not start; it is tried again in {Pause}")]
    private partial void NotStarted(string folder, TimeSpan pause, Exception exception);

    [LoggerMessage(EventId = 5, Level = LogLevel.Information, Message = "PostgreSQL on {Folder} has stopped")]
    private partial void Stopped(string folder);
}
