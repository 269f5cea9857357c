using Microsoft.Extensions.Logging.Abstractions;
using ModelRegistry.Postgres.Embedded;

namespace ModelRegistry.Postgres.Tests.Embedded;

/// <summary>One data folder that was initialised, to be copied: initialising is most of what a first start takes.</summary>
public sealed class InitialisedFolder : IAsyncLifetime
{
    private readonly string _root = Directory.CreateTempSubdirectory("mr-initialised-").FullName;

    public async Task InitializeAsync()
    {
        Open(_root);
        await using var server = await EmbeddedPostgres.StartAsync(
            new EmbeddedPostgresOptions { DataDirectory = Path.Combine(_root, "data"), Durable = false, SharedBuffersMegabytes = 16 }, NullLogger.Instance);
    }

    public Task DisposeAsync()
    {
        Directory.Delete(_root, recursive: true);
        return Task.CompletedTask;
    }

    /// <summary>Makes <paramref name="folder"/> a data folder that has been used before.</summary>
    internal Task CopyAsync(string folder)
    {
        Directory.CreateDirectory(folder);
        return ServerCommand.MustAsync(["/bin/cp", "-a", Path.Combine(_root, "data", "pgdata"), folder], "copying a data folder", CancellationToken.None);
    }

    /// <summary>Lets the user the server runs as through a temporary folder, which was made for its owner alone.</summary>
    internal static void Open(string folder)
    {
        if (!OperatingSystem.IsWindows())
            File.SetUnixFileMode(folder, File.GetUnixFileMode(folder) | UnixFileMode.OtherExecute);
    }
}
