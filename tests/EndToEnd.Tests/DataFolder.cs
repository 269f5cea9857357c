namespace EndToEnd.Tests;

/// <summary>A folder for a host's data; gone afterwards, with the private PostgreSQL a killed host leaves behind.</summary>
internal sealed class DataFolder : IAsyncDisposable
{
    public DataFolder() => Directory.CreateDirectory(Path);

    public string Path { get; } = System.IO.Path.Combine(System.IO.Path.GetTempPath(), $"modelregistry-e2e-{System.IO.Path.GetRandomFileName()[..8]}");

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
