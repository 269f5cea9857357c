using System.Globalization;
using ModelRegistry.Contracts.Registry;
using ModelRegistry.Core.Registry;
using ModelRegistry.Grains.Registry;
using ModelRegistry.Postgres.ReadModels;

namespace ModelRegistry.Http.Native;

/// <summary>From the words of a request to what a model was at a time (<c>?at=</c>).</summary>
internal sealed class PastDoor(ModelTimeline timeline, TimeProvider clock)
{
    /// <exception cref="BadRequestException">The time has not come.</exception>
    /// <exception cref="NotFoundException">Then there was no such model.</exception>
    public async Task<ModelView> ViewAsync(Guid id, string model, DateTimeOffset at, CancellationToken cancellationToken) =>
        ModelViews.Of((await ReadAsync(id, model, at, cancellationToken)).State)!;

    /// <exception cref="BadRequestException">The time has not come.</exception>
    /// <exception cref="NotFoundException">Then there was no such model or version.</exception>
    public async Task<VersionDetails> VersionAsync(Guid id, string model, string selector, DateTimeOffset at, CancellationToken cancellationToken)
    {
        var past = await ReadAsync(id, model, at, cancellationToken);
        var row = VersionSelection.Find(past.State, selector)
            ?? throw new NotFoundException("version_not_found", $"model '{model}' had no version '{selector}' at {Text(at)}");
        return past.Versions[row.Number];
    }

    private async Task<PastModel> ReadAsync(Guid id, string model, DateTimeOffset at, CancellationToken cancellationToken)
    {
        if (at > clock.GetUtcNow())
            throw new BadRequestException($"at is {Text(at)}, which has not come; it is {Text(clock.GetUtcNow())}");
        var past = await timeline.AtAsync(id, at, cancellationToken);
        if (past.State.Name is null)
            throw new NotFoundException("model_not_found", $"there was no model '{model}' at {Text(at)}; it was created at {Text(past.CreatedAt)}");
        return past.State.Deleted
            ? throw new NotFoundException("model_not_found", $"at {Text(at)} model '{model}' had been deleted")
            : past;
    }

    private static string Text(DateTimeOffset? time) => time?.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.ffffff'Z'", CultureInfo.InvariantCulture) ?? "no time";
}
