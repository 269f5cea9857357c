using System.Globalization;
using ModelRegistry.Contracts.Experiments;
using ModelRegistry.Core.Experiments;

namespace ModelRegistry.Core.Tests.Experiments;

/// <summary>Plans and outcomes to test with.</summary>
internal static class Plans
{
    public static readonly Guid Id = Guid.Parse("01890000-0000-7000-8000-0000000000e1");
    public static readonly Guid ModelId = Guid.Parse("01890000-0000-7000-8000-0000000000a1");
    private static readonly DateTimeOffset Begin = new(2016, 1, 4, 0, 0, 0, TimeSpan.Zero);

    public static ExperimentPlan Plan(MetricSource source = MetricSource.Value) => new()
    {
        Name = "v1-v2",
        ModelId = ModelId,
        Seed = "seed",
        MinSamples = 2,
        BlockDays = 1,
        Variants =
        [
            new VariantPlan { Name = "champion", Version = 1, Weight = 0.5 },
            new VariantPlan { Name = "challenger", Version = 2, Weight = 0.5 },
        ],
        Metrics = [new MetricPlan { Name = "hit", Source = source }],
    };

    public static ExperimentTally Tally(ExperimentPlan plan, TallyState? state = null) =>
        new(plan, BucketTable.Create([0.5, 0.5]), state);

    public static UnitOutcome Outcome(int day, string entity, int arm, double value, double score = 1)
    {
        var asOf = Begin.AddDays(day);
        return new UnitOutcome
        {
            Unit = string.Create(CultureInfo.InvariantCulture, $"{entity}|{asOf:yyyy-MM-dd}"),
            Entity = entity,
            AsOf = asOf,
            Arm = arm,
            Score = score,
            Value = value,
        };
    }
}
