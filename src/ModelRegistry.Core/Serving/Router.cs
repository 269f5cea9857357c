using ModelRegistry.Contracts.Serving;
using ModelRegistry.Core.Experiments;

namespace ModelRegistry.Core.Serving;

/// <summary>From a unit to the version that answers it: by hashing, on the local snapshot alone.</summary>
public static class Router
{
    /// <summary>
    /// The arm of the running A/B test where the unit is in one, otherwise the version in production; null while none is in production.
    /// A unit is in the test when its as-of time lies in [from, to) and the test's champion is the version in production: a test
    /// must not keep serving a version that was rolled back or replaced under it.
    /// </summary>
    public static Route? Route(RoutingSnapshot snapshot, ReadOnlySpan<char> unit, DateTimeOffset asOf)
    {
        if (snapshot.Production is not { } production)
            return null;
        if (snapshot.Experiment is not { } test || !Takes(test, production, asOf))
            return new Route(production, RoleOf(production, TrafficRole.Production));

        var arm = test.Buckets[Assignment.BucketOf(test.Seed, unit)];
        var variant = test.Variants[arm];
        var role = arm is 0 ? TrafficRole.Production : TrafficRole.Challenger;
        return new Route(variant.Version, RoleOf(variant.Version, role), variant.Name, test.ExperimentId);
    }

    private static bool Takes(ExperimentRoute test, RoutedVersion production, DateTimeOffset asOf) =>
        (test.AsOfFrom is not { } from || asOf >= from)
        && (test.AsOfTo is not { } to || asOf < to)
        && test.Buckets is { IsDefault: false, Length: BucketTable.Size }
        && test.Variants is { IsDefaultOrEmpty: false } variants
        && variants[0].Version.Number == production.Number;

    private static TrafficRole RoleOf(RoutedVersion version, TrafficRole role) => version.Drill ? TrafficRole.Drill : role;
}
