using Benchmarks.Events;
using Benchmarks.Grains;
using Benchmarks.Log;
using Benchmarks.Scoring;
using Benchmarks.Serving;

// Each room measures one part of the system and prints its figures.
var rooms = new Dictionary<string, Func<CancellationToken, Task>>(StringComparer.Ordinal)
{
    ["events"] = EventsRoom.RunAsync,
    ["log"] = LogRoom.RunAsync,
    ["grains"] = GrainsRoom.RunAsync,
    ["scoring"] = ScoringRoom.RunAsync,
    ["serving"] = ServingRoom.RunAsync,
};

var asked = args.Length == 0 ? [.. rooms.Keys] : args;
foreach (var name in asked)
{
    if (!rooms.TryGetValue(name, out var run))
    {
        await Console.Error.WriteLineAsync($"There is no room '{name}'; there are {string.Join(", ", rooms.Keys)}.");
        return 1;
    }

    Console.WriteLine($"== {name}");
    await run(CancellationToken.None);
}

return 0;
