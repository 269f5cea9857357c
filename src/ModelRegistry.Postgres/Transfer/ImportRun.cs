using System.Collections.Immutable;
using ModelRegistry.Postgres.Events;
using ModelRegistry.Postgres.Sealed;

namespace ModelRegistry.Postgres.Transfer;

/// <summary>Carries a plan out: models first, then their A/B tests.</summary>
internal sealed class ImportRun(SealedTarReader<ExportManifest> file, StreamImporter importer, ImmutableArray<PlannedStream> plan, Func<StreamId, Task> written)
{
    private readonly Dictionary<StreamId, PlannedStream> _outcomes = plan.ToDictionary(planned => planned.Stream);
    private readonly HashSet<StreamId> _left = plan.Where(planned => planned.Conflict is null).Select(planned => planned.Stream).ToHashSet();

    /// <returns>The plan as it came out.</returns>
    public async Task<ImmutableArray<PlannedStream>> WriteAsync(CancellationToken cancellationToken)
    {
        await WriteAsync(ExportLayout.Model, cancellationToken);
        await WriteAsync(ExportLayout.Experiment, cancellationToken);
        return [.. plan.Select(planned => _outcomes[planned.Stream])];
    }

    /// <summary>A name may be held by a stream that gives it up further on: those that wait for one are tried again while others get on.</summary>
    private async Task WriteAsync(string kind, CancellationToken cancellationToken)
    {
        int before;
        do
        {
            before = _left.Count;
            await file.ReadAsync(
                part => ExportLayout.StreamIn(part.Name) is { } stream && stream.Kind == kind && _left.Contains(stream),
                (part, lines) => WriteAsync(ExportLayout.StreamIn(part.Name)!.Value, lines, cancellationToken),
                cancellationToken);
        }
        while (_left.Count < before && _left.Any(stream => stream.Kind == kind));
    }

    private async Task WriteAsync(StreamId stream, Stream lines, CancellationToken cancellationToken)
    {
        var planned = _outcomes[stream] with { Conflict = null };
        var outcome = planned.ModelId is { } model && _outcomes.TryGetValue(new(ExportLayout.Model, model), out var its) && its.Conflict is not null
            ? planned.Refused(ImportConflictKind.ModelInConflict, $"its model {model} is in conflict")
            : planned.Writes ? await importer.ImportAsync(planned, lines, cancellationToken) : planned;
        _outcomes[stream] = outcome;
        if (outcome.Conflict is null)
            await written(stream);
        if (outcome.Conflict?.Why is not ImportConflictKind.NameTaken)
            _left.Remove(stream);
    }
}
