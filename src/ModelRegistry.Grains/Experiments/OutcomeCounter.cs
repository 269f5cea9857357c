using System.Text.Json;
using ModelRegistry.Contracts.Serving;
using ModelRegistry.Core;
using ModelRegistry.Core.Experiments;
using ModelRegistry.Postgres.Log;

namespace ModelRegistry.Grains.Experiments;

/// <summary>Reads the outcomes of a model from a cursor and counts those of one A/B test. Cursor and figures move together, page by page.</summary>
internal sealed class OutcomeCounter
{
    private const int PageSize = 5_000;

    private readonly IOutcomeLog log;
    private readonly ExperimentState state;

    private OutcomeCounter(IOutcomeLog log, ExperimentState state, long cursor, TallyState? kept)
    {
        this.log = log;
        this.state = state;
        Cursor = cursor;
        Tally = new ExperimentTally(state.Plan!, state.Buckets, kept);
    }

    /// <summary>The sequence of the last outcome that was looked at.</summary>
    public long Cursor { get; private set; }

    public ExperimentTally Tally { get; }

    /// <summary>Goes on from what was kept, where that is of this test, of this release and not past its end; otherwise begins again.</summary>
    public static OutcomeCounter From(IOutcomeLog log, ExperimentState state, ExperimentSnapshot? kept)
    {
        var usable = kept is { Format: ExperimentSnapshot.CurrentFormat }
            && kept.OutcomesRead >= state.OutcomesFrom
            && !(kept.OutcomesRead > state.OutcomesThrough);
        return usable
            ? new OutcomeCounter(log, state, kept!.OutcomesRead, JsonSerializer.Deserialize<TallyState>(kept.Tally, RegistryJson.Options))
            : new OutcomeCounter(log, state, state.OutcomesFrom, kept: null);
    }

    /// <summary>True when it was made for the test as it is now: an end that came later is not known to it.</summary>
    public bool IsOf(ExperimentState now) => now.OutcomesThrough == state.OutcomesThrough;

    /// <summary>One that goes on apart from this one, for the test as it is now.</summary>
    public OutcomeCounter Fork(ExperimentState now) => From(log, now, Keep());

    public ExperimentSnapshot Keep() => new()
    {
        Format = ExperimentSnapshot.CurrentFormat,
        OutcomesRead = Cursor,
        Tally = JsonSerializer.Serialize(Tally.Keep(), RegistryJson.Options),
    };

    /// <summary>Reads all that is there, or up to where the test ended; a concluded test has no day open.</summary>
    public async Task ReadAsync()
    {
        var through = state.OutcomesThrough ?? long.MaxValue;
        while (Cursor < through)
        {
            var page = await log.ReadAsync(state.Plan!.ModelId, Cursor, (int)Math.Min(PageSize, through - Cursor));
            foreach (var outcome in page)
                Count(outcome);
            if (page.Count < PageSize)
                break;
        }

        if (state.Verdict is not null)
            Tally.CloseAll();
    }

    private void Count(Outcome outcome)
    {
        if (outcome.ExperimentId == state.Id && outcome.Role is not TrafficRole.Shadow && ArmOf(outcome) is { } arm)
            Tally.Add(new UnitOutcome
            {
                Unit = outcome.Unit,
                Entity = outcome.Entity,
                AsOf = outcome.AsOf,
                Arm = arm,
                Score = outcome.Score,
                Value = outcome.Value,
            });
        Cursor = outcome.Sequence;
    }

    private int? ArmOf(Outcome outcome)
    {
        var variants = state.Plan!.Variants;
        for (var arm = 0; arm < variants.Length; arm++)
            if (string.Equals(variants[arm].Name, outcome.Variant, StringComparison.Ordinal))
                return arm;
        return null;
    }
}
