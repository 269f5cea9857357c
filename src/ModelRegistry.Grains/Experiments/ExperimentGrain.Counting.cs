using ModelRegistry.Contracts.Experiments;
using ModelRegistry.Core.Experiments;
using Orleans.Storage;

namespace ModelRegistry.Grains.Experiments;

internal sealed partial class ExperimentGrain
{
    /// <summary>Outcomes that may have to be read again after a crash.</summary>
    private const long SaveEvery = 5_000;

    private OutcomeCounter? counter;
    private long saved;

    public async Task<ExperimentResults?> Results()
    {
        var state = await LoadedState();
        if (state.Plan is not { } plan)
            return null;
        if (state.StartedAt is null)
            return new ExperimentResults { Experiment = state.ToView(), Recommendation = "It has not been started." };

        await Count();
        var figures = Counter(state);
        var tally = figures.Tally.Closed;
        return new ExperimentResults
        {
            Experiment = state.ToView(),
            Metrics = ExperimentFigures.Of(plan, tally),
            OutcomesRead = figures.Cursor,
            CountedThrough = tally.CountedThrough is { } day ? new DateTimeOffset(day, default, TimeSpan.Zero) : null,
            OpenUnits = figures.Tally.OpenUnits,
            SampleRatioPValue = tally.SampleRatioPValue,
            Recommendation = state.Verdict?.Why ?? $"Not concluded; as it stands: {ExperimentJudge.Judge(plan, tally).Why}",
            LateOutcomes = tally.Late,
            RepeatedOutcomes = tally.Repeated,
            InvalidOutcomes = tally.Invalid,
        };
    }

    public override async Task OnDeactivateAsync(DeactivationReason reason, CancellationToken cancellationToken)
    {
        await Save();
        await base.OnDeactivateAsync(reason, cancellationToken);
    }

    /// <summary>Counts what is there and not yet counted.</summary>
    private async Task Count()
    {
        var figures = Counter(State);
        await figures.ReadAsync();
        if (figures.Cursor - saved >= SaveEvery)
            await Save();
    }

    /// <summary>The counter of the test as it is now. A test that ended is counted up to its end, whatever was read before that was known.</summary>
    private OutcomeCounter Counter(ExperimentState state)
    {
        if (counter is null)
        {
            counter = OutcomeCounter.From(outcomes, state, snapshot.RecordExists ? snapshot.State : null);
            saved = counter.Cursor;
        }

        return counter.IsOf(state) ? counter : counter = counter.Fork(state);
    }

    private async Task Save()
    {
        if (counter is null || counter.Cursor == saved)
            return;
        snapshot.State = counter.Keep();
        try
        {
            await snapshot.WriteStateAsync();
            saved = counter.Cursor;
            if (IsWanted)
                await Pass();
        }
        catch (InconsistentStateException e)
        {
            // Another activation of this test keeps its own, equal count; this one has nothing to add and ends.
            SnapshotTaken(Id, e);
            DeactivateOnIdle();
        }
    }
}
