using System.Collections.Immutable;
using ModelRegistry.Cli.Client;
using ModelRegistry.Cli.Output;
using ModelRegistry.Postgres.Mlflow;

namespace ModelRegistry.Cli.Mlflow;

/// <summary>Keeps count while things come over, some of them side by side.</summary>
internal sealed class ImportLedger(string source)
{
    private readonly Lock _gate = new();
    private readonly Dictionary<(string Kind, ImportOutcome Outcome), int> _counts = [];
    private readonly List<ImportNote> _conflicts = [], _skipped = [];

    /// <summary>Notes what the registry said of a thing.</summary>
    /// <returns>False where it is not here now.</returns>
    /// <exception cref="ApiException">The registry said no to more than that thing.</exception>
    public bool Note(string kind, string name, ApiResult<ImportAnswer> said)
    {
        if (said.Value is { } answer)
        {
            Count(kind, answer.Outcome);
            foreach (var difference in answer.Differences)
                Conflict(kind, name, difference);
            return true;
        }

        if (said.Problem!.Status == 409)
            Conflict(kind, name, said.Problem.Detail);
        else if (said.Problem.Status is 400 or 404 or 413)
            Skip(kind, name, said.Problem.Detail);
        else
            said.OrThrow();
        return false;
    }

    public void Count(string kind, ImportOutcome outcome)
    {
        lock (_gate)
            _counts[(kind, outcome)] = Of(kind, outcome) + 1;
    }

    public void Conflict(string kind, string name, string why)
    {
        lock (_gate)
            _conflicts.Add(new(kind, name, why));
    }

    public void Skip(string kind, string name, string why)
    {
        lock (_gate)
            _skipped.Add(new(kind, name, why));
    }

    public MlflowImportReport Report() => new()
    {
        Source = source,
        Experiments = Tally(ImportKinds.Experiment),
        Runs = Tally(ImportKinds.Run),
        Models = Tally(ImportKinds.Model),
        Versions = Tally(ImportKinds.Version),
        Files = Tally(ImportKinds.File),
        Conflicts = Ordered(_conflicts),
        Skipped = Ordered(_skipped),
    };

    public ImportTally Tally(string kind)
    {
        lock (_gate)
            return new(Of(kind, ImportOutcome.Added), Of(kind, ImportOutcome.Here));
    }

    /// <summary>A tally in words, such as <c>3 runs added, 1 here already</c>.</summary>
    public string Words(string kind)
    {
        var tally = Tally(kind);
        return $"{Counted.Of(tally.Added, kind)} added{(tally.Here == 0 ? "" : $", {Screen.Number(tally.Here)} here already")}";
    }

    private int Of(string kind, ImportOutcome outcome) => _counts.GetValueOrDefault((kind, outcome));

    /// <summary>By name within each kind: side by side they come as they come.</summary>
    private static ImmutableArray<ImportNote> Ordered(List<ImportNote> notes) => [.. notes.OrderBy(note => note.Kind, StringComparer.Ordinal).ThenBy(note => note.Name, StringComparer.Ordinal)];
}
