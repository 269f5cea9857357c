using System.Runtime.InteropServices;
using Benchmarks.Artifacts;
using Benchmarks.Events;
using Benchmarks.Grains;
using Benchmarks.Log;
using Benchmarks.Mlflow;
using Benchmarks.Registry;
using Benchmarks.Scoring;
using Benchmarks.Search;
using Benchmarks.Sequences;
using Benchmarks.Serving;

// Each room measures one part of the system and prints its figures.
var rooms = new Dictionary<string, Func<CancellationToken, Task>>(StringComparer.Ordinal)
{
    ["events"] = EventsRoom.RunAsync,
    ["registry"] = RegistryRoom.RunAsync,
    ["search"] = SearchRoom.RunAsync,
    ["artifacts"] = ArtifactsRoom.RunAsync,
    ["log"] = LogRoom.RunAsync,
    ["grains"] = GrainsRoom.RunAsync,
    ["scoring"] = ScoringRoom.RunAsync,
    ["serving"] = ServingRoom.RunAsync,
    ["mlflow"] = MlflowRoom.RunAsync,
    ["mlflow-files"] = FilesRoom.RunAsync,
    ["sequences"] = SequencesRoom.RunAsync,
};

// A room that is interrupted still stops what it started and clears up.
using var interrupted = new CancellationTokenSource();
using var interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, Cancel);
using var terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, Cancel);

var asked = args.Length == 0 ? [.. rooms.Keys] : args;
foreach (var name in asked)
{
    if (!rooms.TryGetValue(name, out var run))
    {
        await Console.Error.WriteLineAsync($"There is no room '{name}'; there are {string.Join(", ", rooms.Keys)}.");
        return 1;
    }

    Console.WriteLine($"== {name}");
    try
    {
        await run(interrupted.Token);
    }
    catch (OperationCanceledException) when (interrupted.IsCancellationRequested)
    {
        await Console.Error.WriteLineAsync("interrupted");
        return 130;
    }
}

return 0;

void Cancel(PosixSignalContext context)
{
    context.Cancel = true;
    interrupted.Cancel();
}
