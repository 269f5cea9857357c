using System.Globalization;

namespace ModelRegistry.Core.Tracking;

/// <summary>Ids of runs as text: 32 hexadecimal digits, small letters.</summary>
public static class RunId
{
    private const string Format = "N";
    private const int Length = 32;

    public static string Text(Guid id) => id.ToString(Format, CultureInfo.InvariantCulture);

    /// <exception cref="TrackingException">No run can have that id.</exception>
    public static Guid Parse(string text) => TryParse(text, out var id) ? id : throw Unknown(text);

    /// <summary>False for every other spelling: a run has one id.</summary>
    public static bool TryParse(string text, out Guid id) => Guid.TryParseExact(text, Format, out id) && text.Length == Length && !text.AsSpan().ContainsAnyInRange('A', 'F');

    public static TrackingException Unknown(string id) => TrackingException.NotFound($"Run with id={TrackingRules.Shortened(id)} not found");
}
