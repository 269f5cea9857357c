using System.Collections.Immutable;
using ModelRegistry.Contracts.Registry;
using ModelRegistry.Core.Registry;

namespace ModelRegistry.Postgres.ReadModels;

/// <summary>Versions that take over what their run logs until it ends. Every call may throw <see cref="StoreUnavailableException"/>.</summary>
public interface IOpenManifests
{
    /// <summary>The version as its run makes it by now; null when its manifest is closed, or there is no such version.</summary>
    Task<OpenManifest?> FindAsync(Guid modelId, int number, CancellationToken cancellationToken = default);

    /// <summary>Those of one run.</summary>
    Task<ImmutableArray<VersionReference>> ListAsync(Guid run, CancellationToken cancellationToken = default);

    /// <summary>
    /// Those whose run is over, by model and number. Not those whose run is not known here: it may come yet, as the rest of the model's history may from where it
    /// was imported from, which could not be imported after an event that is not in it.
    /// </summary>
    /// <param name="after">Where the last page ended; null for the first.</param>
    /// <param name="limit">The most of a page.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    Task<ImmutableArray<VersionReference>> ListEndedAsync(VersionReference? after, int limit, CancellationToken cancellationToken = default);

    /// <summary>Drops what ended runs had logged where the version has taken it over.</summary>
    Task ForgetAsync(CancellationToken cancellationToken = default);
}
