using System.Collections.Immutable;
using ModelRegistry.Core.Tracking;

namespace ModelRegistry.Http.Native;

/// <summary>A run as the native API shows it.</summary>
internal sealed record RunDocument
{
    public required string Id { get; init; }

    public required long ExperimentId { get; init; }

    public required string Name { get; init; }

    public required string User { get; init; }

    public required RunStatus Status { get; init; }

    public required DateTimeOffset StartedAt { get; init; }

    public DateTimeOffset? EndedAt { get; init; }

    public bool Deleted { get; init; }

    public required ImmutableSortedDictionary<string, double> Metrics { get; init; }

    public required ImmutableSortedDictionary<string, string> Params { get; init; }

    public required ImmutableSortedDictionary<string, string> Tags { get; init; }

    public static RunDocument Of(TrackedRun run) => new()
    {
        Id = RunId.Text(run.Info.Id),
        ExperimentId = run.Info.ExperimentId,
        Name = run.Info.Name,
        User = run.Info.UserId,
        Status = run.Info.Status,
        StartedAt = Time(run.Info.StartTime),
        EndedAt = run.Info.EndTime is { } end ? Time(end) : null,
        Deleted = run.Info.Deleted,
        Metrics = run.Metrics.ToImmutableSortedDictionary(metric => metric.Key, metric => metric.Value, StringComparer.Ordinal),
        Params = run.Params.ToImmutableSortedDictionary(param => param.Key, param => param.Value, StringComparer.Ordinal),
        Tags = run.Tags.ToImmutableSortedDictionary(tag => tag.Key, tag => tag.Value, StringComparer.Ordinal),
    };

    /// <summary>Clients may send times that no calendar has; these are shown as the last or first one that it has.</summary>
    private static DateTimeOffset Time(long milliseconds) => DateTimeOffset.FromUnixTimeMilliseconds(
        Math.Clamp(milliseconds, DateTimeOffset.MinValue.ToUnixTimeMilliseconds(), DateTimeOffset.MaxValue.ToUnixTimeMilliseconds()));
}
