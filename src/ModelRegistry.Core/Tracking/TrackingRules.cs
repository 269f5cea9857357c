using System.Buffers;
using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace ModelRegistry.Core.Tracking;

/// <summary>What may be logged, in the words of MLflow's server.</summary>
/// <param name="longValues">Of params and tags.</param>
public sealed class TrackingRules(LongValues longValues = LongValues.Cut)
{
    /// <summary>The tag that is the name of its run.</summary>
    public const string RunNameTag = "mlflow.runName";

    /// <summary>The tag that lists the models logged in a run.</summary>
    public const string LoggedModelsTag = "mlflow.log-model.history";

    private const int Shown = 250;

    private static readonly SearchValues<char> Usual = SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789/_.- :");

    private static readonly JsonSerializerOptions Relaxed = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <param name="place">In a batch; null for a single one.</param>
    /// <exception cref="TrackingException">It cannot be taken.</exception>
    public static LoggedMetric Metric(LoggedMetric metric, int? place = null)
    {
        CheckName(metric.Key, "metrics", place, "name");
        if (metric.Timestamp < 0)
        {
            throw TrackingException.Invalid(string.Create(CultureInfo.InvariantCulture,
                $"Invalid value {metric.Timestamp} for parameter '{Path("metrics", place, "timestamp")}' supplied: metric '{metric.Key}' (value={metric.Value}). Timestamp must be a nonnegative long (64-bit integer) "));
        }

        CheckLength("Metric name", metric.Key, TrackingLimits.Key);
        return metric;
    }

    /// <inheritdoc cref="Metric"/>
    public KeyedText Param(KeyedText param, int? place = null)
    {
        CheckName(param.Key, "params", place);
        CheckLength("Param key", param.Key, TrackingLimits.Key);
        return param with { Value = Fitted("Param value", param.Value, TrackingLimits.ParamValue) };
    }

    /// <inheritdoc cref="Metric"/>
    public KeyedText Tag(KeyedText tag, int? place = null)
    {
        CheckName(tag.Key, "tags", place);
        CheckLength("Tag key", tag.Key, TrackingLimits.Key);
        return tag with { Value = TagValue(tag.Value) };
    }

    /// <summary>A value of a run's tag, and so a run's name, as it is stored.</summary>
    /// <exception cref="TrackingException">It is too long and is not to be cut.</exception>
    public string TagValue(string value) => Fitted("Tag value", value, TrackingLimits.TagValue);

    /// <inheritdoc cref="Metric"/>
    public static KeyedText ExperimentTag(KeyedText tag)
    {
        CheckName(tag.Key, "tags", null);
        CheckLength("Tag key", tag.Key, TrackingLimits.Key);
        CheckLength("Tag value", tag.Value, TrackingLimits.ExperimentTagValue);
        return tag;
    }

    /// <exception cref="TrackingException">No experiment can have that name.</exception>
    public static void CheckExperimentName(string name)
    {
        if (name.Length == 0)
            throw TrackingException.Invalid("Invalid experiment name: ''");
        CheckMaximum("name", name, TrackingLimits.ExperimentName);
    }

    /// <exception cref="TrackingException">No text of that length is taken.</exception>
    public static void CheckMaximum(string what, string? text, int most)
    {
        if (text is not null && Characters.Count(text) > most)
            throw TrackingException.Invalid(string.Create(CultureInfo.InvariantCulture, $"'{what}' exceeds the maximum length of {most} characters"));
    }

    /// <summary>A text as error messages show it: not all of a long one.</summary>
    public static string Shortened(string text) => Characters.Cut(text, Shown);

    /// <exception cref="TrackingException">There are more than are taken in one batch.</exception>
    internal static void CheckCount(string what, int count, int most)
    {
        if (count > most)
        {
            throw TrackingException.Invalid(string.Create(CultureInfo.InvariantCulture,
                $"A batch logging request can contain at most {most} {what}. Got {count} {what}. Please split up {what} across multiple requests and try again."));
        }
    }

    private static void CheckName(string name, string list, int? place, string member = "key")
    {
        if (name.AsSpan().ContainsAnyExcept(Usual) && !name.EnumerateRunes().All(IsNameRune))
            throw Bad(name, Path(list, place, member), "Names may only contain alphanumerics, underscores (_), dashes (-), periods (.), spaces ( ), colons (:) and slashes (/).");
        if (!PathName.IsPlain(name))
            throw Bad(name, Path(list, place, member), $"Names may be treated as files in certain cases, and must not resolve to other names when treated as such. This name would resolve to '{Shortened(PathName.Normal(name))}'");
    }

    private static string Path(string list, int? place, string member) => place is null ? member : FormattableString.Invariant($"{list}[{place}].{member}");

    private static bool IsNameRune(Rune rune) => rune.Value is '/' or '_' or '.' or '-' or ' ' or ':' || Rune.IsLetter(rune) || Rune.IsNumber(rune);

    private static TrackingException Bad(string value, string path, string why) =>
        TrackingException.Invalid($"Invalid value {JsonSerializer.Serialize(Shortened(value), Relaxed)} for parameter '{path}' supplied: {why}");

    private string Fitted(string what, string value, int most)
    {
        if (longValues == LongValues.Cut)
            return Characters.Cut(value, most);
        if (longValues == LongValues.Refuse)
            CheckLength(what, value, most);
        return value;
    }

    private static void CheckLength(string what, string text, int most)
    {
        if (text.Length > most && Characters.Count(text) is var length && length > most)
        {
            throw TrackingException.Invalid(string.Create(CultureInfo.InvariantCulture,
                $"{what} '{Shortened(text)}' had length {length}, which exceeded length limit of {most}"));
        }
    }
}
