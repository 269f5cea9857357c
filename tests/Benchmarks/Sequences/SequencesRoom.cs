using System.Diagnostics;
using System.Globalization;
using FsCheck;
using FsCheck.Fluent;
using ModelRegistry.Contracts.Registry;
using ModelRegistry.Grains.Tests.Sequences;

namespace Benchmarks.Sequences;

/// <summary>
/// Ten thousand generated sequences of commands and faults, by two writers of one model, against a model so simple that it can be read; the server
/// is restarted between and within them. <c>MODELREG_SEQUENCES</c> sets another number, <c>MODELREG_SEED</c> another seed.
/// </summary>
internal static class SequencesRoom
{
    private const int RestartEvery = 500;

    private static readonly int Sequences = Number("MODELREG_SEQUENCES", 10_000);

    public static async Task RunAsync(CancellationToken cancellationToken)
    {
        var seed = (ulong)Number("MODELREG_SEED", 1);
        using var folder = new ScratchFolder();
        await using var server = await SequenceServer.StartAsync(folder.PathOf("data"));
        var counts = new SortedDictionary<StepKind, int>();
        var (began, run) = (Stopwatch.GetTimestamp(), 0);
        var each = Sequences / 2;
        foreach (var lifecycle in Enum.GetValues<LifecycleProfile>())
        {
            Prop.ForAll(Steps.Sequences, steps =>
            {
                cancellationToken.ThrowIfCancellationRequested();
                foreach (var step in steps)
                    counts[step.Kind] = counts.GetValueOrDefault(step.Kind) + 1;
                SequenceRun.RunAsync(server, ++run % RestartEvery == 0 ? WithRestart(steps) : steps, lifecycle).GetAwaiter().GetResult();
            }).Check(Steps.Seeded(seed, each));
        }

        Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"{run:n0} sequences, seed {seed}, {run / RestartEvery} restarts, in {Stopwatch.GetElapsedTime(began).TotalSeconds:0} s: all as the simple model says"));
        Console.WriteLine(string.Join(", ", counts.Select(count => string.Create(CultureInfo.InvariantCulture, $"{count.Key} {count.Value:n0}"))));
    }

    private static Step[] WithRestart(Step[] steps) =>
        [.. steps[..(steps.Length / 2)], new Step(StepKind.Restart, steps.Length % 2, 0, Stage.Trained, Fault.None, Together: false), .. steps[(steps.Length / 2)..]];

    private static int Number(string variable, int otherwise) =>
        Environment.GetEnvironmentVariable(variable) is { Length: > 0 } text ? int.Parse(text, CultureInfo.InvariantCulture) : otherwise;
}
