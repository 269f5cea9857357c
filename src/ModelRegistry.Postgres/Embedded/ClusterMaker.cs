namespace ModelRegistry.Postgres.Embedded;

/// <summary>Initialises the data of a new server. It appears whole or not at all, so an interrupted start is simply begun again.</summary>
internal static class ClusterMaker
{
    public const string SuperUser = "modelregistry";

    /// <summary>Where data is until they are whole.</summary>
    public static string UnfinishedIn(DataFolder folder) => folder.Data + ".new";

    public static async Task MakeAsync(DataFolder folder, PostgresBinaries binaries, ServerUser user, bool durable, CancellationToken cancellationToken)
    {
        var making = UnfinishedIn(folder);
        if (Directory.Exists(making))
            Directory.Delete(making, recursive: true);
        PrivateFolder.Make(making);
        await user.OwnAsync(making, cancellationToken);
        // Local connections are trusted because only the server's own user (and root) can get at the socket.
        string[] command =
        [
            binaries.InitDb, "-D", making, "-U", SuperUser, "--encoding=UTF8", "--no-locale", "--auth-local=trust", "--auth-host=reject", "--data-checksums",
            .. durable ? Array.Empty<string>() : ["--no-sync"],
        ];
        await ServerCommand.MustAsync(user.Run(command), $"initialising PostgreSQL in {folder.FullPath}", cancellationToken);
        if (Directory.Exists(folder.Data))
            Directory.Delete(folder.Data);
        Directory.Move(making, folder.Data);
    }
}
