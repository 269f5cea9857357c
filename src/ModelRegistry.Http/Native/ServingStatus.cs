using System.Collections.Immutable;
using ModelRegistry.Contracts.Registry;
using ModelRegistry.Contracts.Serving;
using ModelRegistry.Core.Serving;
using ModelRegistry.Grains.Serving;
using ModelRegistry.Postgres.Log;

namespace ModelRegistry.Http.Native;

/// <summary>What a host serves of one model.</summary>
internal sealed record ServingStatus
{
    public required string Model { get; init; }

    /// <summary>Version in production by the registry.</summary>
    public int? Production { get; init; }

    /// <summary>Version that this host routes to; differs from <see cref="Production"/> for at most a poll.</summary>
    public int? Serving { get; init; }

    public Guid? Experiment { get; init; }

    public ImmutableArray<int> Shadows { get; init; } = [];

    public DateTimeOffset? RoutingStaleSince { get; init; }

    /// <summary>Answered requests since the host started.</summary>
    public long Requests { get; init; }

    public long Units { get; init; }

    public long Refused { get; init; }

    /// <summary>Units answered without being logged since the host started.</summary>
    public long Unlogged { get; init; }

    public double? P50Milliseconds { get; init; }

    public double? P99Milliseconds { get; init; }

    /// <summary>Rows of the prediction log by role.</summary>
    public ImmutableDictionary<string, long> Logged { get; init; } = ImmutableDictionary<string, long>.Empty;

    public required OutcomeCounts Outcomes { get; init; }

    public static ServingStatus Of(
        ModelView model, RoutingSnapshot? snapshot, DateTimeOffset? staleSince, ModelTraffic traffic,
        IReadOnlyDictionary<TrafficRole, long> logged, OutcomeCounts outcomes) => new()
        {
            Model = model.Name,
            Production = model.Production,
            Serving = snapshot?.Production?.Number,
            Experiment = snapshot?.Experiment?.ExperimentId,
            Shadows = [.. (snapshot?.Shadows ?? []).Select(s => s.Number)],
            RoutingStaleSince = staleSince,
            Requests = traffic.Requests,
            Units = traffic.Units,
            Refused = traffic.Refused,
            Unlogged = traffic.Unlogged,
            P50Milliseconds = traffic.LatencyQuantile(0.5)?.TotalMilliseconds,
            P99Milliseconds = traffic.LatencyQuantile(0.99)?.TotalMilliseconds,
            Logged = logged.ToImmutableDictionary(pair => pair.Key.ToString(), pair => pair.Value),
            Outcomes = outcomes,
        };
}
