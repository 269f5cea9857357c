using System.Text.RegularExpressions;
using ModelRegistry.Postgres.Events;

namespace ModelRegistry.Postgres.Transfer;

/// <summary>
/// The parts of an export before its manifest, in the order of their names: artifacts, and a file of JSON lines for each stream, with
/// one command a line.
/// </summary>
internal static partial class ExportLayout
{
    public const string Model = "model";
    public const string Experiment = "experiment";

    public static string NameOf(StreamId stream) => $"streams/{stream.Kind}/{stream.Id:D}.jsonl";

    /// <summary>The stream that a name is of; null for any other name.</summary>
    public static StreamId? StreamIn(string name) =>
        Stream().Match(name) is { Success: true } match
        && new StreamId(match.Groups["kind"].Value, Guid.ParseExact(match.Groups["id"].ValueSpan, "D")) is var stream
        && string.Equals(NameOf(stream), name, StringComparison.Ordinal)
            ? stream
            : null;

    [GeneratedRegex("^streams/(?<kind>model|experiment)/(?<id>[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12})[.]jsonl$", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Stream();
}
