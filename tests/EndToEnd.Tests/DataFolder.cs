namespace EndToEnd.Tests;

/// <summary>A folder for a host's data; gone afterwards, with the private PostgreSQL a killed host leaves behind.</summary>
internal sealed class DataFolder : IAsyncDisposable
{
    /// <summary>A value of <see cref="ServerState"/>.</summary>
    public const int CleanShutdown = 1;

    public DataFolder() => Directory.CreateDirectory(Path);

    public string Path { get; } = System.IO.Path.Combine(System.IO.Path.GetTempPath(), $"modelregistry-e2e-{System.IO.Path.GetRandomFileName()[..8]}");

    /// <summary>What PostgreSQL says of itself.</summary>
    public string ServerLog => File.ReadAllText(System.IO.Path.Combine(Path, "pgdata", "server.log"));

    /// <summary>The state in PostgreSQL's control file.</summary>
    public int ServerState
    {
        get
        {
            using var control = new BinaryReader(File.OpenRead(System.IO.Path.Combine(Path, "pgdata", "global", "pg_control")));
            control.BaseStream.Position = 16;
            return control.ReadInt32();
        }
    }

    /// <summary>kill -9 for PostgreSQL and all its processes at once: what only its memory holds is gone.</summary>
    public async Task KillServerAsync()
    {
        using var server = System.Diagnostics.Process.GetProcessById(
            int.Parse(File.ReadLines(System.IO.Path.Combine(Path, "pgdata", "postmaster.pid")).First(), System.Globalization.CultureInfo.InvariantCulture));
        server.Kill(entireProcessTree: true);
        await server.WaitForExitAsync();
    }

    public async ValueTask DisposeAsync()
    {
        var pidFile = Directory.EnumerateFiles(Path, "postmaster.pid", SearchOption.AllDirectories).FirstOrDefault();
        if (pidFile is not null)
            await StopAsync((await File.ReadAllLinesAsync(pidFile))[0]);
        Directory.Delete(Path, recursive: true);
    }

    private static async Task StopAsync(string pid)
    {
        using var kill = System.Diagnostics.Process.Start("kill", ["-QUIT", pid]);
        await kill.WaitForExitAsync();
        using var wait = System.Diagnostics.Process.Start("tail", ["--pid", pid, "-f", "/dev/null"]);
        await wait.WaitForExitAsync();
    }
}
