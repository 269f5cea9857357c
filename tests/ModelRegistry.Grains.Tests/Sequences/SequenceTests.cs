using FsCheck;
using FsCheck.Fluent;
using ModelRegistry.Contracts.Registry;

namespace ModelRegistry.Grains.Tests.Sequences;

/// <summary>Generated sequences of commands and faults against the simple model. The benchmark room <c>sequences</c> runs ten thousand.</summary>
public sealed class SequenceTests : IDisposable
{
    private const int SequencesEach = 100;
    private readonly string folder = Path.Combine(Path.GetTempPath(), $"mr-sequences-{Environment.ProcessId}");

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public async Task AnySequence_TwoWritersFaultsAndRestarts_ComesToWhatTheSimpleModelSays()
    {
        await using var server = await SequenceServer.StartAsync(folder);
        foreach (var lifecycle in Enum.GetValues<LifecycleProfile>())
        {
            await SequenceRun.RunAsync(server, [Restarted(0), Promoted(1), Restarted(1), Promoted(2)], lifecycle);
            Prop.ForAll(Steps.Sequences, steps => SequenceRun.RunAsync(server, steps, lifecycle).GetAwaiter().GetResult())
                .Check(Steps.Seeded(20_260_105, SequencesEach));
        }
    }

    private static Step Restarted(int writer) => new(StepKind.Restart, writer, 0, Stage.Trained, Fault.None, Together: false);

    private static Step Promoted(int number) => new(StepKind.Promote, 0, number, Stage.Production, Fault.None, Together: false);
}
