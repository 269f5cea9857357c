using System.Globalization;
using System.Text.RegularExpressions;

namespace ModelRegistry.Postgres.Embedded;

/// <summary>Where programs of PostgreSQL are looked for.</summary>
/// <param name="Path">Folders that the caller chose, in order.</param>
/// <param name="Patterns">Folders that packages use, where <c>*</c> stands for a part of a name; of one pattern the highest version comes first.</param>
internal sealed partial record PostgresPlaces(IReadOnlyList<string> Path, IReadOnlyList<string> Patterns)
{
    /// <summary>PATH, and where Debian, Fedora, SUSE, Alpine, Homebrew, Postgres.app and a build from source put it.</summary>
    public static PostgresPlaces Usual => new(
        ServerCommand.Path,
        [
            "/usr/lib/postgresql/*/bin", "/usr/pgsql-*/bin", "/usr/lib/postgresql*/bin", "/usr/libexec/postgresql*", "/usr/local/lib/postgresql/*/bin",
            "/opt/homebrew/opt/postgresql*/bin", "/usr/local/opt/postgresql*/bin", "/Applications/Postgres.app/Contents/Versions/*/bin",
            "/usr/local/pgsql/bin", "/usr/local/bin", "/usr/bin",
        ]);

    /// <summary>The folders that hold all of these programs, the caller's own choice first.</summary>
    public IEnumerable<string> Holding(params IReadOnlyList<string> programs) => Path.Concat(Patterns.SelectMany(Expand))
        .Select(folder => RealFolder(folder, programs))
        .OfType<string>()
        .Distinct(StringComparer.Ordinal);

    /// <summary>Links are followed, because the programs look for their share files beside the real one; a link to something else is a wrapper and no program.</summary>
    private static string? RealFolder(string folder, IReadOnlyList<string> programs)
    {
        if (!HasAll(folder, programs))
            return null;
        var link = new FileInfo(System.IO.Path.Combine(folder, programs[0])).ResolveLinkTarget(returnFinalTarget: true);
        var real = link is null ? folder : System.IO.Path.GetDirectoryName(link.FullName)!;
        return HasAll(real, programs) ? real : null;
    }

    private static bool HasAll(string folder, IEnumerable<string> programs) => programs.All(program => File.Exists(System.IO.Path.Combine(folder, program)));

    private static IEnumerable<string> Expand(string pattern) => pattern.Split('/', StringSplitOptions.RemoveEmptyEntries)
        .Aggregate<string, IEnumerable<string>>(["/"], (parents, part) => parents.SelectMany(parent => Step(parent, part)))
        .OrderByDescending(Version);

    private static IEnumerable<string> Step(string parent, string part) =>
        !part.Contains('*', StringComparison.Ordinal) ? [System.IO.Path.Combine(parent, part)]
        : Directory.Exists(parent) ? Directory.EnumerateDirectories(parent, part)
        : [];

    /// <summary>The last number in the path.</summary>
    private static int Version(string folder) =>
        LastNumber().Match(folder) is { Success: true } match ? int.Parse(match.ValueSpan, CultureInfo.InvariantCulture) : 0;

    [GeneratedRegex("[0-9]{1,3}", RegexOptions.RightToLeft, matchTimeoutMilliseconds: 1000)]
    private static partial Regex LastNumber();
}
