using ModelRegistry.Core.Tracking;

namespace ModelRegistry.Postgres.Tracking;

/// <summary>
/// What runs log. Every write is one statement, so a refused one has written nothing, and any number of writers may log to one run; logging the same again changes
/// nothing. Every call may throw <see cref="StoreUnavailableException"/>: then nothing is known of its effect, and it may be repeated.
/// </summary>
public interface IRunLog
{
    /// <summary>Adds metrics and params, and sets tags.</summary>
    /// <exception cref="TrackingException">There is no such run, it is deleted, or a param has another value already.</exception>
    Task LogAsync(Guid id, RunBatch batch, CancellationToken cancellationToken = default);

    /// <exception cref="TrackingException">There is no such run or tag, or the run is deleted.</exception>
    Task DeleteTagAsync(Guid id, string key, CancellationToken cancellationToken = default);

    /// <summary>Appends to the list of models logged in the run; one that is in it already is not added again.</summary>
    /// <param name="id">The run.</param>
    /// <param name="entry">From <see cref="LoggedModel.Entry"/>.</param>
    /// <param name="signature">In the place of what was logged at the same path before; null where there is nothing to be kept of it.</param>
    /// <param name="cancellationToken">Ends the waiting.</param>
    /// <exception cref="TrackingException">There is no such run, it is deleted, or the tag holds no list.</exception>
    Task LogModelAsync(Guid id, string entry, LoggedSignature? signature = null, CancellationToken cancellationToken = default);

    /// <summary>Adds inputs; one that the run has already stays as it is.</summary>
    /// <exception cref="TrackingException">There is no such run, or it is deleted.</exception>
    Task LogInputsAsync(Guid id, InputBatch inputs, CancellationToken cancellationToken = default);
}
