using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using ModelRegistry.Contracts.Experiments;
using ModelRegistry.Contracts.Registry;
using ModelRegistry.Http.Security;
using ModelRegistry.Postgres.Events;
using ModelRegistry.Postgres.Transfer;

namespace ModelRegistry.Http.Native;

/// <summary>Takes the file of an import in, and tells the grains of what was written beneath them.</summary>
internal sealed partial class ImportDesk(RegistryImport import, SpoolFolder spool, IGrainFactory grains, TimeProvider clock, ILogger<ImportDesk> logger)
{
    /// <exception cref="ImportRefusedException">The file is not what a registry wrote.</exception>
    public async Task<ImportReport> ImportAsync(HttpContext http, bool dryRun)
    {
        await using var file = await spool.TakeAsync(http);
        var now = clock.GetUtcNow();
        var request = new ImportRequest
        {
            CommandId = Guid.CreateVersion7(now),
            Principal = Caller.Of(http).Principal,
            Origin = Command.Origin(http.Connection.RemoteIpAddress),
            At = now,
            DryRun = dryRun,
        };
        var report = await import.RunAsync(file, request, RefreshAsync, http.RequestAborted);
        if (!dryRun)
            LogImported(logger, request.Principal, report.Added, report.Extended, report.Unchanged, report.Conflicts.Length);
        return report;
    }

    /// <summary>A grain that was there before answers queries from memory; its next command would have found out by itself.</summary>
    private Task RefreshAsync(StreamId stream) => stream.Kind == "model"
        ? grains.GetGrain<IModelGrain>(stream.Id.ToString("D")).Refresh()
        : grains.GetGrain<IExperimentGrain>(stream.Id.ToString("D")).Refresh();

    [LoggerMessage(Level = LogLevel.Information, Message = "{Principal} imported a file: {Added} streams added, {Extended} extended, {Unchanged} unchanged, {Conflicts} conflicts")]
    private static partial void LogImported(ILogger logger, string principal, int added, int extended, int unchanged, int conflicts);
}
