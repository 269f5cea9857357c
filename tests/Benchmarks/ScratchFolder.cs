namespace Benchmarks;

/// <summary>A folder for a room's data, gone with it. The private PostgreSQL, which runs as another user where this runs as root, can pass through.</summary>
internal sealed class ScratchFolder : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("modelreg-benchmark-");

    public ScratchFolder()
    {
        if (!OperatingSystem.IsWindows())
            File.SetUnixFileMode(_folder.FullName, File.GetUnixFileMode(_folder.FullName) | UnixFileMode.OtherExecute);
    }

    public string PathOf(string name) => Path.Combine(_folder.FullName, name);

    public void Dispose() => _folder.Delete(recursive: true);
}
