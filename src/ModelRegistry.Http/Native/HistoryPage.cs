using System.Globalization;
using ModelRegistry.Postgres.ReadModels;

namespace ModelRegistry.Http.Native;

/// <summary>A page of events as people read them, the latest first.</summary>
internal sealed record HistoryPage(IReadOnlyList<HistoryEntry> Events, string? NextPageToken)
{
    public static async Task<HistoryPage> ReadAsync(IAuditLog audit, AuditFilter filter, int? pageSize, string? pageToken, CancellationToken cancellationToken)
    {
        var size = Paging.Size(pageSize);
        var entries = await audit.ListAsync(filter with { Limit = size, Before = Position(pageToken) }, cancellationToken);
        var next = entries.Count == size ? entries[^1].Position.ToString(CultureInfo.InvariantCulture) : null;
        return new([.. entries.Select(HistoryEntry.Of)], next);
    }

    private static long? Position(string? pageToken)
    {
        if (pageToken is null)
            return null;
        return long.TryParse(pageToken, NumberStyles.None, CultureInfo.InvariantCulture, out var position)
            ? position
            : throw new BadRequestException($"pageToken '{pageToken}' was not given out by this call");
    }
}
