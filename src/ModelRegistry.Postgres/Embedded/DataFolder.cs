using System.Buffers.Binary;
using System.Globalization;

namespace ModelRegistry.Postgres.Embedded;

/// <summary>The folder of one private server: <c>host.lock</c>, held by the host that runs it, and the server's own <c>pgdata</c>.</summary>
internal sealed class DataFolder : IDisposable
{
    private readonly FileStream _lock;

    private DataFolder(string path, FileStream held)
    {
        FullPath = path;
        _lock = held;
    }

    public string FullPath { get; }

    public string Data => Path.Combine(FullPath, "pgdata");

    /// <summary>What the server says of itself.</summary>
    public string Log => Path.Combine(Data, "server.log");

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

    /// <summary>Makes the folder when missing and takes its lock, which the system frees when the host ends, however it ends.</summary>
    /// <exception cref="EmbeddedPostgresException">Another host has it, or it cannot be made or written.</exception>
    public static DataFolder Open(string path)
    {
        var full = Path.GetFullPath(path);
        try
        {
            if (!Directory.Exists(full))
                PrivateFolder.Make(full, UnixFileMode.GroupExecute | UnixFileMode.OtherExecute);
            var file = new FileStream(Path.Combine(full, "host.lock"), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
            file.SetLength(0);
            file.Write(System.Text.Encoding.ASCII.GetBytes(Environment.ProcessId.ToString(CultureInfo.InvariantCulture)));
            file.Flush();
            return new DataFolder(Real(full), file);
        }
        catch (UnauthorizedAccessException denied)
        {
            throw new EmbeddedPostgresException($"the data folder {full} cannot be written by this user ({denied.Message}): choose another, or change its owner", denied);
        }
        catch (IOException taken)
        {
            throw new EmbeddedPostgresException($"the data folder {full} is in use by another host, or cannot be made ({taken.Message}): stop that host, or choose another data folder", taken);
        }
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
