using System.Globalization;
using System.Text.RegularExpressions;

namespace ModelRegistry.Postgres.Embedded;

/// <summary>One installation of the PostgreSQL server.</summary>
/// <param name="Folder">Holds <c>initdb</c> and <c>postgres</c>.</param>
/// <param name="Major">Major version, such as 15.</param>
internal sealed partial record PostgresBinaries(string Folder, int Major)
{
    /// <summary>The oldest major version whose SQL the migrations may use.</summary>
    private const int Oldest = 14;

    private const string Install =
        "install the PostgreSQL server, such as with: apt-get install --no-install-recommends postgresql " +
        "(on Fedora: dnf install postgresql-server; on macOS: brew install postgresql), or give a connection string";

    public string InitDb => Path.Combine(Folder, "initdb");

    public string Postgres => Path.Combine(Folder, "postgres");

    /// <summary>The installation for a data folder: of its major version when it has one, else the first that is found.</summary>
    /// <exception cref="EmbeddedPostgresException">None is installed, or none of that major version.</exception>
    public static async Task<PostgresBinaries> FindAsync(int? major, string dataFolder, CancellationToken cancellationToken)
    {
        var found = new List<PostgresBinaries>();
        foreach (var folder in Folders().Distinct(StringComparer.Ordinal))
        {
            var binaries = new PostgresBinaries(folder, await ReadMajorAsync(folder, cancellationToken));
            if (major is null ? binaries.Major >= Oldest : binaries.Major == major)
                return binaries;
            found.Add(binaries);
        }

        var have = string.Join(", ", found.Select(one => string.Create(CultureInfo.InvariantCulture, $"{one.Major} in {one.Folder}")));
        throw new EmbeddedPostgresException((found.Count, major) switch
        {
            (0, _) => $"no PostgreSQL server was found (initdb and postgres on PATH, in /usr/lib/postgresql/*/bin and the other usual places): {Install}",
            (_, null) => $"PostgreSQL {Oldest} or newer is needed, found {have}: {Install}",
            _ => $"the data folder {dataFolder} was made by PostgreSQL {major}, but only this is installed: {have}. " +
                 $"Install PostgreSQL {major}, or move the data with pg_upgrade",
        });
    }

    private static IEnumerable<string> Folders()
    {
        // A link on PATH is followed: initdb looks for its share files beside the real program.
        if (ServerCommand.Find("initdb") is { } onPath && Resolve(onPath) is { } first)
            yield return first;
        foreach (var pattern in new[] { "/usr/lib/postgresql", "/usr/local/lib/postgresql", "/opt/homebrew/opt", "/usr/local/opt" })
        {
            foreach (var folder in Versions(pattern).Select(version => Path.Combine(version, "bin")).Where(IsComplete))
                yield return folder;
        }

        foreach (var folder in new[] { "/usr/lib/postgresql/bin", "/usr/libexec/postgresql", "/usr/local/pgsql/bin", "/usr/bin", "/usr/local/bin" }.Where(IsComplete))
            yield return folder;
    }

    private static IEnumerable<string> Versions(string parent) => Directory.Exists(parent)
        ? Directory.EnumerateDirectories(parent)
            .Where(folder => LastNumber().IsMatch(folder))
            .OrderByDescending(folder => int.Parse(LastNumber().Match(folder).Groups["major"].ValueSpan, CultureInfo.InvariantCulture))
        : [];

    private static string? Resolve(string program)
    {
        var real = new FileInfo(program).ResolveLinkTarget(returnFinalTarget: true)?.FullName ?? program;
        return new[] { real, program }.Select(path => Path.GetDirectoryName(path)!).FirstOrDefault(IsComplete);
    }

    private static bool IsComplete(string folder) => File.Exists(Path.Combine(folder, "initdb")) && File.Exists(Path.Combine(folder, "postgres"));

    private static async Task<int> ReadMajorAsync(string folder, CancellationToken cancellationToken)
    {
        var words = await ServerCommand.MustAsync([Path.Combine(folder, "postgres"), "--version"], "asking PostgreSQL for its version", cancellationToken);
        var match = FirstNumber().Match(words);
        return match.Success
            ? int.Parse(match.ValueSpan, CultureInfo.InvariantCulture)
            : throw new EmbeddedPostgresException($"{folder}/postgres --version answered '{words}', which has no version number in it");
    }

    [GeneratedRegex("[0-9]+", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex FirstNumber();

    [GeneratedRegex("(^|/|@)(?<major>[0-9]{1,3})$", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex LastNumber();
}
