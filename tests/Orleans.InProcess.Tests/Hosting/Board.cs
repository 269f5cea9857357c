using System.Collections.Concurrent;

namespace GrainRuntime.Tests.Hosting;

/// <summary>What grains and tests of one host share: signals to wait for, and notes in the order they were made.</summary>
internal sealed class Board
{
    private readonly ConcurrentDictionary<string, TaskCompletionSource> _signals = new(StringComparer.Ordinal);
    private readonly ConcurrentQueue<string> _notes = new();
    private int _id;

    public IReadOnlyList<string> Notes => [.. _notes];

    public void Note(string note) => _notes.Enqueue(note);

    /// <summary>The notes, once "noted" has been signalled.</summary>
    public async Task<IReadOnlyList<string>> Noted()
    {
        await Signalled("noted");
        return Notes;
    }

    /// <summary>Another one each time.</summary>
    public string NextId() => Interlocked.Increment(ref _id).ToString(System.Globalization.CultureInfo.InvariantCulture);

    public void Signal(string name) => Of(name).TrySetResult();

    /// <summary>Complete once somebody has signalled, before or after.</summary>
    public Task Signalled(string name) => Of(name).Task;

    private TaskCompletionSource Of(string name)
        => _signals.GetOrAdd(name, _ => new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously));
}
