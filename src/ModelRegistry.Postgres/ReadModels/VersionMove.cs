using ModelRegistry.Contracts.Registry;
using ModelRegistry.Contracts.Registry.Events;
using ModelRegistry.Postgres.Events;

namespace ModelRegistry.Postgres.ReadModels;

/// <summary>Where one command took a version, over all its steps.</summary>
internal readonly record struct VersionMove(Guid Model, int Number, Stage From, Stage To, DateTimeOffset At)
{
    public bool LeavesProduction => From == Stage.Production && To != Stage.Production;

    public bool EntersProduction => From != Stage.Production && To == Stage.Production;

    public static IEnumerable<VersionMove> Of(CommandEvents command, IEnumerable<ModelEvent> events) => events.OfType<StageMoved>()
        .GroupBy(step => step.Number)
        .Select(steps => new VersionMove(command.Stream.Id, steps.Key, steps.First().From, steps.Last().To, command.At));
}
