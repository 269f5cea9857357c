using System.Globalization;
using System.Text;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using ModelRegistry.Contracts;
using ModelRegistry.Contracts.Registry;
using ModelRegistry.Core.Hashing;
using ModelRegistry.Core.Monitoring;
using ModelRegistry.Postgres;
using ModelRegistry.Postgres.ReadModels;

namespace ModelRegistry.Grains.Registry;

/// <summary>
/// Has versions take over what their run had logged, when it has ended: at once where the end is told here, and at a fixed pace whatever was not told or could not be
/// done, so that no end is lost. Several hosts may do so at once: a closing that is done is not done again.
/// </summary>
public sealed partial class ManifestCloser(IOpenManifests manifests, IGrainFactory grains, TimeProvider clock, ILogger<ManifestCloser> logger) : BackgroundService
{
    /// <summary>The principal in the audit log.</summary>
    public const string Principal = "run-tracking";

    private const int Page = 500;
    private static readonly TimeSpan Period = TimeSpan.FromSeconds(10);

    /// <summary>A run has ended or was deleted. What cannot be done now is done a little later.</summary>
    public Task CloseAsync(Guid run) => TryAsync(async () => await CloseAsync(await manifests.ListAsync(run)), CancellationToken.None);

    /// <summary>Every version whose run is over.</summary>
    /// <exception cref="StoreUnavailableException">The database cannot be reached.</exception>
    public async Task SweepAsync(CancellationToken cancellationToken = default)
    {
        for (VersionReference? last = null; ;)
        {
            var page = await manifests.ListEndedAsync(last, Page, cancellationToken);
            await CloseAsync(page);
            if (page.Length < Page)
                break;
            last = page[^1];
        }

        await manifests.ForgetAsync(cancellationToken);
    }

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Period, clock);
        while (await timer.WaitForNextTickAsync(stoppingToken))
            await TryAsync(() => SweepAsync(stoppingToken), stoppingToken);
    }

    /// <summary>One that cannot be closed does not keep the others from it.</summary>
    private async Task CloseAsync(IEnumerable<VersionReference> versions)
    {
        foreach (var version in versions)
            await TryAsync(() => CloseAsync(version), CancellationToken.None);
    }

    private async Task CloseAsync(VersionReference version)
    {
        // A refusal leaves the version to the next sweep, unless it is gone or its run goes on again.
        var answer = await grains.GetGrain<IModelGrain>(version.ModelId.ToString("D")).CloseManifest(Context(version), new() { Number = version.Number });
        if (answer.Refusal is { } refusal)
            LogRefused(logger, version.Number, version.ModelId, refusal.Detail);
    }

    private async Task TryAsync(Func<Task> close, CancellationToken stopping)
    {
        try
        {
            await close();
        }
        catch (Exception exception) when (exception is not OperationCanceledException || !stopping.IsCancellationRequested)
        {
            LogLater(logger, exception);
        }
    }

    /// <summary>The same command for the same version, so that it is carried out once.</summary>
    private CommandContext Context(VersionReference version)
    {
        var number = version.Number.ToString(CultureInfo.InvariantCulture);
        return new()
        {
            CommandId = DerivedId.Of("close-manifest", version.ModelId.ToString("D"), number),
            Fingerprint = Digest.Of(Encoding.UTF8.GetBytes($"{version.ModelId:D}/{number}")),
            Principal = Principal,
            Role = Role.Scientist,
            At = clock.GetUtcNow(),
        };
    }

    [LoggerMessage(1, LogLevel.Debug, "The manifest of version {Number} of model {Model} was not closed: {Why}")]
    private static partial void LogRefused(ILogger logger, int number, Guid model, string why);

    [LoggerMessage(2, LogLevel.Warning, "Versions could not take over now what their runs had logged; it is tried again in a few seconds")]
    private static partial void LogLater(ILogger logger, Exception exception);
}
