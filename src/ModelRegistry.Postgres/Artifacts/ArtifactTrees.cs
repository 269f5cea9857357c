using System.Collections.Immutable;
using ModelRegistry.Core.Artifacts;
using ModelRegistry.Postgres.ReadModels;
using Npgsql;

namespace ModelRegistry.Postgres.Artifacts;

/// <summary>Trees in the table <c>artifact_trees</c>, whose keys hold the files. The list itself is stored as any artifact is.</summary>
internal sealed class ArtifactTrees(NpgsqlDataSource database, IArtifactStore artifacts) : IArtifactTrees
{
    public async Task<ArtifactTree> PutAsync(IReadOnlyCollection<(string Path, string Digest)> files, CancellationToken cancellationToken = default)
    {
        var sizes = await DatabaseErrors.GuardAsync(() => SizesAsync(files, cancellationToken), "looking for the files of a tree");
        var tree = ArtifactTree.Of(files.Select(file => new TreeFile
        {
            Path = file.Path,
            Digest = file.Digest,
            Size = sizes.TryGetValue(file.Digest, out var size) ? size : throw NotStored(file.Path, file.Digest),
        }));
        using var list = new MemoryStream(tree.Document);
        await artifacts.PutAsync(list, tree.Digest, cancellationToken);
        return await DatabaseErrors.GuardAsync(() => RecordAsync(tree), $"storing tree {tree.Digest}");
    }

    public Task<ImmutableArray<TreeFile>?> FindAsync(string tree, CancellationToken cancellationToken = default) => DatabaseErrors.GuardAsync<ImmutableArray<TreeFile>?>(
        async () =>
        {
            await using var command = database.Command("SELECT path, digest, size FROM artifact_trees WHERE tree = $1 ORDER BY path", tree);
            var files = await command.ListAsync(Read, cancellationToken);
            return files.Count == 0 ? null : [.. files];
        },
        $"looking for tree {tree}");

    public Task<TreeFile?> FindFileAsync(string tree, string path, CancellationToken cancellationToken = default) => DatabaseErrors.GuardAsync(
        async () =>
        {
            await using var command = database.Command("SELECT path, digest, size FROM artifact_trees WHERE tree = $1 AND path = $2", tree, path);
            return await command.FirstAsync(Read, cancellationToken);
        },
        $"looking for a file of tree {tree}");

    private async Task<Dictionary<string, long>> SizesAsync(IReadOnlyCollection<(string Path, string Digest)> files, CancellationToken cancellationToken)
    {
        var digests = files.Select(file => file.Digest).Where(ArtifactFolder.IsDigest).Distinct(StringComparer.Ordinal).ToArray();
        await using var command = database.Command("SELECT digest, size FROM artifacts WHERE digest = ANY ($1)", (object)digests);
        var found = await command.ListAsync(row => (row.GetString(0), row.GetInt64(1)), cancellationToken);
        return found.ToDictionary(StringComparer.Ordinal);
    }

    private async Task<ArtifactTree> RecordAsync(ArtifactTree tree)
    {
        await using var command = database.Command("""
            INSERT INTO artifact_trees (tree, path, digest, size) SELECT $1, * FROM unnest($2::text[], $3::text[], $4::bigint[]) ON CONFLICT DO NOTHING
            """, tree.Digest, tree.Files.Select(file => file.Path).ToArray(), tree.Files.Select(file => file.Digest).ToArray(), tree.Files.Select(file => file.Size).ToArray());
        try
        {
            await command.ExecuteNonQueryAsync();
            return tree;
        }
        catch (PostgresException gone) when (gone.SqlState == PostgresErrorCodes.ForeignKeyViolation)
        {
            throw new InvalidTreeException("a file of the tree was collected in the meantime; put its files again");
        }
    }

    private static TreeFile Read(NpgsqlDataReader row) => new() { Path = row.GetString(0), Digest = row.GetString(1), Size = row.GetInt64(2) };

    private static InvalidTreeException NotStored(string path, string digest) =>
        new(ArtifactFolder.IsDigest(digest)
            ? $"the file '{path}' is {digest}, which is not in the artifact store; put it first"
            : $"the file '{path}' has the digest '{digest}'; 64 lower-case hexadecimal digits are wanted");
}
