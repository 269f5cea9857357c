using ModelRegistry.Postgres.Artifacts;

namespace ModelRegistry.Silo.Settings;

/// <summary>Whether artifacts are where the settings keep them.</summary>
internal static class ArtifactStart
{
    private const string Setting = $"{ArtifactOptions.Section}:{nameof(ArtifactOptions.Store)}";

    /// <exception cref="StartupException">Hosts of a cluster would each have files of their own.</exception>
    public static void Check(SettingLayers layers, bool singleProcess)
    {
        if (!singleProcess && string.Equals(layers.Combined[Setting], nameof(ArtifactPlace.Files), StringComparison.OrdinalIgnoreCase))
            throw new StartupException($"{Setting} is 'Files' ({layers.SourceOf(Setting)}); hosts of a cluster do not see each other's files: Database is wanted");
    }

    /// <summary>Before a host serves: what is in files is copied into the database where that is to keep them. There is no way back.</summary>
    /// <exception cref="StartupException">Artifacts are in the database and are to be in files, or a file is damaged.</exception>
    public static async Task PrepareAsync(ArtifactMove move, ArtifactPlace place, TextWriter output, CancellationToken cancellationToken)
    {
        if (place == ArtifactPlace.Files)
        {
            if (await move.CountInDatabaseAsync(cancellationToken) is > 0 and var there)
                throw new StartupException($"{Setting} is 'Files', but {there} artifacts are in the database; Database is wanted");
            return;
        }

        try
        {
            var moved = await move.IntoDatabaseAsync((done, all) => Tell(done, all, output), cancellationToken);
            if (moved > 0)
                output.WriteLine($"{moved} artifacts were copied into the database; their files are not needed any more");
        }
        catch (CorruptArtifactException damaged)
        {
            throw new StartupException($"the artifacts cannot be copied into the database: {damaged.Message}; restore its file from a backup", damaged);
        }
    }

    /// <summary>At most a hundred lines, however many there are.</summary>
    private static void Tell(int done, int all, TextWriter output)
    {
        if (done % Math.Max(1, all / 100) == 0)
            output.WriteLine($"copying artifacts into the database: {done + 1} of {all}");
    }
}
