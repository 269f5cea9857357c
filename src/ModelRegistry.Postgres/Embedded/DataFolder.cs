using System.Buffers.Binary;
using System.Globalization;

namespace ModelRegistry.Postgres.Embedded;

/// <summary>The folder of one private server: <c>host.lock</c>, held by the host that runs it, and the server's own <c>pgdata</c>.</summary>
internal sealed class DataFolder : IDisposable
{
    /// <summary>Locked, and holds the process id of its holder.</summary>
    public const string LockName = "host.lock";

    public const string DataName = "pgdata";

    private const int WouldBlock = 11;
    private const int WouldBlockOnMac = 35;
    private readonly FileStream _lock;

    private DataFolder(string path, FileStream held)
    {
        FullPath = path;
        _lock = held;
    }

    public string FullPath { get; }

    /// <summary>The server's own folder.</summary>
    public string Data => Path.Combine(FullPath, DataName);

    /// <summary>What the server says of itself.</summary>
    public string Log => LogIn(Data);

    /// <summary>Major version of the server that made the data; null before there is any.</summary>
    /// <exception cref="EmbeddedPostgresException">There is something, and it is no PostgreSQL data.</exception>
    public int? Major
    {
        get
        {
            var file = Path.Combine(Data, "PG_VERSION");
            if (File.Exists(file))
            {
                var text = File.ReadAllText(file).Trim();
                return int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var major)
                    ? major
                    : throw new EmbeddedPostgresException($"{file} says '{text}', which is no major version of PostgreSQL: {FullPath} is no data folder of this registry");
            }

            return !Directory.Exists(Data) || !Directory.EnumerateFileSystemEntries(Data).Any()
                ? null
                : throw new EmbeddedPostgresException($"{Data} has files in it but no PG_VERSION, so it is no PostgreSQL data folder: choose another data folder, or empty this one");
        }
    }

    /// <summary>The number every PostgreSQL cluster is born with: the first 8 bytes of its control file.</summary>
    public ulong ReadSystemIdentifier()
    {
        Span<byte> bytes = stackalloc byte[8];
        using var control = File.OpenRead(Path.Combine(Data, "global", "pg_control"));
        control.ReadExactly(bytes);
        return BitConverter.IsLittleEndian ? BinaryPrimitives.ReadUInt64LittleEndian(bytes) : BinaryPrimitives.ReadUInt64BigEndian(bytes);
    }

    /// <summary>Makes the folder when missing and takes its lock, which the system frees when the holder ends, however it ends.</summary>
    /// <exception cref="EmbeddedPostgresException">Another process holds it, or it cannot be made or written.</exception>
    public static async Task<DataFolder> OpenAsync(string path, CancellationToken cancellationToken) => TryOpen(path) ?? throw new EmbeddedPostgresException(
        $"the data folder {Path.GetFullPath(path)} is in use by {await HolderAsync(path, cancellationToken)}: stop that one, or choose another data folder");

    /// <summary>Null when another process holds the folder.</summary>
    /// <exception cref="EmbeddedPostgresException">It cannot be made or written.</exception>
    public static DataFolder? TryOpen(string path)
    {
        var full = Path.GetFullPath(path);
        try
        {
            if (!Directory.Exists(full))
                PrivateFolder.Make(full, UnixFileMode.GroupExecute | UnixFileMode.OtherExecute);
            var file = new FileStream(Path.Combine(full, LockName), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
            file.SetLength(0);
            file.Write(System.Text.Encoding.ASCII.GetBytes(Environment.ProcessId.ToString(CultureInfo.InvariantCulture)));
            file.Flush();
            return new DataFolder(Real(full), file);
        }
        catch (IOException taken) when (taken.HResult is WouldBlock or WouldBlockOnMac)
        {
            return null;
        }
        catch (UnauthorizedAccessException denied)
        {
            throw new EmbeddedPostgresException($"the data folder {full} cannot be written by this user ({denied.Message}): choose another, or change its owner", denied);
        }
        catch (IOException failed)
        {
            throw new EmbeddedPostgresException($"the data folder {full} cannot be made or written ({failed.Message}): choose another", failed);
        }
    }

    /// <summary>The server's own folder in a data folder that somebody else holds.</summary>
    public static string DataIn(string path) => Path.Combine(Real(Path.GetFullPath(path)), DataName);

    /// <summary>The server's log in its own folder.</summary>
    public static string LogIn(string pgdata) => Path.Combine(pgdata, "server.log");

    /// <summary>The process that holds a folder, in words.</summary>
    public static async Task<string> HolderAsync(string path, CancellationToken cancellationToken)
    {
        // Not by a FileStream: that would want a share of the lock.
        var (code, pid) = await ServerCommand.RunAsync(["/bin/cat", Path.Combine(Path.GetFullPath(path), LockName)], cancellationToken);
        return code == 0 && pid.Length > 0 ? $"process {pid}" : "another process";
    }

    public void Dispose() => _lock.Dispose();

    /// <summary>The path without links: the server is recognised by it.</summary>
    private static string Real(string path)
    {
        if (Path.GetDirectoryName(path) is not { } parent)
            return path;
        var here = Path.Combine(Real(parent), Path.GetFileName(path));
        return new DirectoryInfo(here).ResolveLinkTarget(returnFinalTarget: true) is { } target ? Real(target.FullName) : here;
    }
}
