using System.Collections.Immutable;
using ModelRegistry.Core.Artifacts;
using ModelRegistry.Postgres.Events;
using ModelRegistry.Postgres.Sealed;
using Npgsql;

namespace ModelRegistry.Postgres.Transfer;

/// <summary>
/// Takes an export into an empty or a living registry. All of a file is verified before anything is written. Nothing is overwritten: a stream that is not here
/// is added, one that ends here on the way of the file is continued, and one that went another way is a conflict and stays as it is. Each stream is written
/// whole or not at all, so that an import that was cut off goes on when it is repeated.
/// </summary>
public sealed class RegistryImport
{
    private readonly NpgsqlDataSource _database;
    private readonly IEnumerable<IProjection> _projections;
    private readonly TransferArtifacts _artifacts;

    internal RegistryImport(NpgsqlDataSource database, IEnumerable<IProjection> projections, TransferArtifacts artifacts) =>
        (_database, _projections, _artifacts) = (database, projections, artifacts);

    /// <param name="file">Can seek.</param>
    /// <param name="request">Who asks.</param>
    /// <param name="written">Told of every stream that is here as the file has it, or further: once its events are in the log, whoever remembers it has to read on.</param>
    /// <param name="cancellationToken">Ends it between two streams.</param>
    /// <exception cref="ImportRefusedException">The file is not whole, or is not what a registry wrote.</exception>
    /// <exception cref="StoreUnavailableException">The database cannot be reached; what was written before is whole.</exception>
    public Task<ImportReport> RunAsync(Stream file, ImportRequest request, Func<StreamId, Task> written, CancellationToken cancellationToken = default) =>
        DatabaseErrors.GuardAsync(
            async () =>
            {
                var tar = await ExportFile.OpenAsync(file, cancellationToken);
                var planner = new ImportPlanner(_database, _artifacts, tar);
                var plan = await planner.PlanAsync(cancellationToken);
                var needed = plan.Where(planned => planned.Writes).SelectMany(planned => planned.Needs).ToHashSet(StringComparer.Ordinal);
                if (!request.DryRun)
                {
                    var trees = plan.Where(planned => planned.Writes).SelectMany(planned => planned.Artifacts).Distinct(StringComparer.Ordinal).Where(planner.Trees.ContainsKey);
                    await PutAsync(tar, needed, trees.Select(tree => planner.Trees[tree]), cancellationToken);
                    plan = await new ImportRun(tar, new StreamImporter(_database, _projections, request, tar.Sha256), plan, written).WriteAsync(cancellationToken);
                }

                return Report(tar.Manifest, plan, needed.Count, request.DryRun);
            },
            "importing");

    /// <summary>Artifacts come first: a version never names one that is not there, nor a tree a file.</summary>
    private async Task PutAsync(SealedTarReader<ExportManifest> tar, HashSet<string> needed, IEnumerable<ArtifactTree> trees, CancellationToken cancellationToken)
    {
        await tar.ReadAsync(
            part => ArtifactPart.DigestIn(part.Name) is { } digest && needed.Contains(digest),
            (part, content) => _artifacts.PutAsync(part.Sha256, content, cancellationToken),
            cancellationToken);
        foreach (var tree in trees)
            await _artifacts.PutAsync(tree, cancellationToken);
    }

    private static ImportReport Report(ExportManifest manifest, ImmutableArray<PlannedStream> plan, int artifacts, bool dryRun) => new()
    {
        DryRun = dryRun,
        TakenAt = manifest.TakenAt,
        Added = plan.Count(planned => planned is { Writes: true, From: 0 }),
        Extended = plan.Count(planned => planned is { Writes: true, From: > 0 }),
        Unchanged = plan.Count(planned => planned is { Writes: false, Conflict: null }),
        Events = plan.Where(planned => planned.Writes).Sum(planned => planned.To - planned.From),
        Artifacts = artifacts,
        Conflicts = [.. plan.Select(planned => planned.Conflict).OfType<ImportConflict>()],
    };
}
