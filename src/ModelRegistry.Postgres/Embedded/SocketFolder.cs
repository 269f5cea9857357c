using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace ModelRegistry.Postgres.Embedded;

/// <summary>Where the unix socket lies. A socket's path may have 107 bytes at most, and the server's setting does not take every character.</summary>
internal static partial class SocketFolder
{
    private const int LongestPath = 107;
    private const string Lock = ".lock";
    private static readonly string Socket = string.Create(CultureInfo.InvariantCulture, $".s.PGSQL.{ServerSettings.Port}");

    /// <summary>The data itself when its path is short and plain, else a new folder under the system's temporary one.</summary>
    public static async Task<string> ChooseAsync(string pgdata, ServerUser user, CancellationToken cancellationToken)
    {
        if (Fits(pgdata))
            return pgdata;
        var made = Directory.CreateTempSubdirectory("modelreg-").FullName;
        if (!Fits(made))
        {
            Directory.Delete(made);
            throw new EmbeddedPostgresException($"neither {pgdata} nor the folder for temporary files ({Path.GetTempPath()}) is short and plain enough for a unix socket (letters, digits and ./_-, {LongestPath} bytes with the socket's name): choose a shorter data folder, or set TMPDIR=/tmp");
        }

        await user.OwnAsync(made, cancellationToken);
        return made;
    }

    /// <summary>
    /// Removes the socket of a server that is gone, and the lock beside it: PostgreSQL would take the process id in there for a live server's
    /// when it now belongs to another program, or when the folder is a copy.
    /// </summary>
    public static void Clear(string folder)
    {
        File.Delete(Path.Combine(folder, Socket));
        File.Delete(Path.Combine(folder, Socket + Lock));
    }

    /// <summary>Removes a folder that <see cref="ChooseAsync"/> made.</summary>
    public static void Remove(string folder, string pgdata)
    {
        if (!string.Equals(folder, pgdata, StringComparison.Ordinal) && Path.GetFileName(folder).StartsWith("modelreg-", StringComparison.Ordinal) && Directory.Exists(folder))
            Directory.Delete(folder, recursive: true);
    }

    private static bool Fits(string folder) =>
        Encoding.UTF8.GetByteCount(folder) + $"/{Socket}{Lock}".Length <= LongestPath && Plain().IsMatch(folder);

    [GeneratedRegex("^/[A-Za-z0-9._/-]+$", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Plain();
}
