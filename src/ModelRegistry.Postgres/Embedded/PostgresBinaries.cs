using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text.RegularExpressions;

namespace ModelRegistry.Postgres.Embedded;

/// <summary>One installation of PostgreSQL.</summary>
/// <param name="Folder">Holds its programs.</param>
/// <param name="Major">Major version, such as 15.</param>
internal sealed partial record PostgresBinaries(string Folder, int Major)
{
    /// <summary>The oldest major version whose SQL the migrations may use.</summary>
    private const int Oldest = 14;

    private const string Install =
        "install the PostgreSQL server, such as with: apt-get install --no-install-recommends postgresql " +
        "(on Fedora: dnf install postgresql-server; on macOS: brew install postgresql), or give a connection string (--postgres)";

    private static readonly string[] Server = ["initdb", "postgres"];
    private static readonly string[] Client = ["pg_dump", "pg_restore"];

    public string InitDb => Path.Combine(Folder, "initdb");

    public string Postgres => Path.Combine(Folder, "postgres");

    public string Dump => Path.Combine(Folder, "pg_dump");

    public string Restore => Path.Combine(Folder, "pg_restore");

    /// <summary>The server for a data folder: of its major version when it has one, else the first that is found.</summary>
    /// <exception cref="EmbeddedPostgresException">None is installed, or none of that major version.</exception>
    public static async Task<PostgresBinaries> FindServerAsync(PostgresPlaces places, int? major, string dataFolder, CancellationToken cancellationToken)
    {
        var found = new List<PostgresBinaries>();
        await foreach (var one in ListAsync(places, Server, cancellationToken))
        {
            if (major is null ? one.Major >= Oldest : one.Major == major)
                return one;
            found.Add(one);
        }

        throw new EmbeddedPostgresException((found.Count, major) switch
        {
            (0, _) => $"no PostgreSQL server was found (initdb and postgres on PATH, in /usr/lib/postgresql/*/bin and the other usual places): {Install}",
            (_, null) => $"PostgreSQL {Oldest} or newer is needed, found {Names(found)}: {Install}",
            _ => OtherMajor(dataFolder, major.Value, found),
        });
    }

    /// <summary>
    /// <c>pg_dump</c> and <c>pg_restore</c> for a server: of its major version, else the next newer one that is installed.
    /// </summary>
    /// <param name="least">The major version that is the least they may have.</param>
    /// <exception cref="EmbeddedPostgresException">None is installed, or only older ones.</exception>
    public static async Task<PostgresBinaries> FindClientAsync(PostgresPlaces places, int least, CancellationToken cancellationToken)
    {
        var found = await ListAsync(places, Client, cancellationToken).ToListAsync(cancellationToken);
        return found.Where(one => one.Major >= least).MinBy(one => one.Major)
            ?? throw new EmbeddedPostgresException(string.Create(CultureInfo.InvariantCulture,
                $"pg_dump and pg_restore of PostgreSQL {least} or newer are needed, found {Names(found)}: install them, such as with: apt-get install postgresql-client-{least}"));
    }

    private static string OtherMajor(string folder, int major, List<PostgresBinaries> found) => string.Create(CultureInfo.InvariantCulture, $"""
        the data in {folder} was made by PostgreSQL {major}, but only this is installed: {Names(found)}. Either install PostgreSQL {major} beside it (apt-get install postgresql-{major}) and start again; or carry the data over, for which both must be installed once:
          modelreg backup registry.tar --data-dir {folder}
          mv {folder} {folder}.postgresql-{major}
          modelreg restore registry.tar --data-dir {folder}
        With PostgreSQL {major} on another machine only, make the backup there (copy {folder} to it) and restore it here
        """);

    private static string Names(IReadOnlyCollection<PostgresBinaries> found) =>
        found.Count == 0 ? "none" : string.Join(", ", found.Select(one => string.Create(CultureInfo.InvariantCulture, $"{one.Major} in {one.Folder}")));

    private static async IAsyncEnumerable<PostgresBinaries> ListAsync(
        PostgresPlaces places, string[] programs, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        foreach (var folder in places.Holding(programs))
        {
            if (await ReadMajorAsync(Path.Combine(folder, programs[^1]), cancellationToken) is { } major)
                yield return new PostgresBinaries(folder, major);
        }
    }

    /// <summary>Null for a program that does not run here, or is no PostgreSQL.</summary>
    private static async Task<int?> ReadMajorAsync(string program, CancellationToken cancellationToken)
    {
        try
        {
            var (code, words) = await ServerCommand.RunAsync([program, "--version"], cancellationToken);
            return code == 0 && MajorVersion().Match(words) is { Success: true } match ? int.Parse(match.Groups["major"].ValueSpan, CultureInfo.InvariantCulture) : null;
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return null;
        }
    }

    [GeneratedRegex(@"\(PostgreSQL\) (?<major>[0-9]{1,3})", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex MajorVersion();
}
