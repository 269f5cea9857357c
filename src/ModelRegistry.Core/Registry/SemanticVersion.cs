using System.Globalization;
using System.Text.RegularExpressions;

namespace ModelRegistry.Core.Registry;

/// <summary>MAJOR.MINOR.PATCH of Semantic Versioning 2.0.0, without pre-release or build parts.</summary>
public readonly partial record struct SemanticVersion(int Major, int Minor, int Patch) : IComparable<SemanticVersion>
{
    /// <summary>The first version of a model: 1.0.0.</summary>
    public static SemanticVersion First { get; } = new(1, 0, 0);

    public static bool operator <(SemanticVersion left, SemanticVersion right) => left.CompareTo(right) < 0;

    public static bool operator >(SemanticVersion left, SemanticVersion right) => left.CompareTo(right) > 0;

    public static bool operator <=(SemanticVersion left, SemanticVersion right) => left.CompareTo(right) <= 0;

    public static bool operator >=(SemanticVersion left, SemanticVersion right) => left.CompareTo(right) >= 0;

    /// <summary>Reads <c>1.2.3</c>: three whole numbers up to 999,999,999 without leading zeros.</summary>
    public static bool TryParse(string? text, out SemanticVersion version)
    {
        version = default;
        if (text is null || Form().Match(text) is not { Success: true } match)
            return false;
        version = new SemanticVersion(Part(match, "major"), Part(match, "minor"), Part(match, "patch"));
        return true;
    }

    public int CompareTo(SemanticVersion other) => (Major, Minor, Patch).CompareTo((other.Major, other.Minor, other.Patch));

    /// <summary>The next version by a bump; the parts to the right start at 0 again.</summary>
    public SemanticVersion Next(VersionBump bump) => bump switch
    {
        VersionBump.Major => new SemanticVersion(Major + 1, 0, 0),
        VersionBump.Minor => new SemanticVersion(Major, Minor + 1, 0),
        _ => new SemanticVersion(Major, Minor, Patch + 1),
    };

    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Major}.{Minor}.{Patch}");

    private static int Part(Match match, string group) => int.Parse(match.Groups[group].ValueSpan, NumberStyles.None, CultureInfo.InvariantCulture);

    [GeneratedRegex(@"\A(?<major>0|[1-9][0-9]{0,8})\.(?<minor>0|[1-9][0-9]{0,8})\.(?<patch>0|[1-9][0-9]{0,8})\z", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Form();
}
