using System.Globalization;

namespace ModelRegistry.Cli.Output;

/// <summary>Numbers of things, for people.</summary>
internal static class Counted
{
    /// <summary>Such as <c>1 stream</c> or <c>2,000 streams</c>.</summary>
    public static string Of(long number, string thing) => string.Create(CultureInfo.InvariantCulture, $"{number:n0} {thing}{(number == 1 ? "" : "s")}");
}
