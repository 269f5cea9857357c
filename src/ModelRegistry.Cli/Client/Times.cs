using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;

namespace ModelRegistry.Cli.Client;

/// <summary>Options that take a time: how far it is from now, such as <c>30d</c>, or an instant.</summary>
internal static class Times
{
    private const long MostDays = 36500;
    private const long MinutesADay = 24 * 60;

    private static readonly string[] Instants = ["yyyy-MM-dd", "yyyy-MM-dd'T'HH:mmK", "yyyy-MM-dd'T'HH:mm:ssK", "yyyy-MM-dd'T'HH:mm:ss.FFFFFFFK"];

    /// <summary>A time to come: <c>30d</c> is in thirty days.</summary>
    public static Option<DateTimeOffset?> ToCome(string name, string description) => Of(name, $"{description}: in 30d, 12h or 90m", ahead: true);

    /// <summary>A time that is past: <c>30d</c> is thirty days ago.</summary>
    public static Option<DateTimeOffset?> Past(string name, string description, bool required) => Of(name, $"{description}: 30d, 12h or 90m ago", ahead: false, required);

    /// <summary>The time that a text says, in UTC; null where it says none.</summary>
    /// <param name="ahead">Whether <c>30d</c> is after <paramref name="now"/>.</param>
    public static DateTimeOffset? Read(string text, DateTimeOffset now, bool ahead)
    {
        if (Minutes(text) is { } minutes)
            return minutes <= MostDays * MinutesADay ? now.AddMinutes(ahead ? minutes : -minutes) : null;
        const DateTimeStyles Utc = DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal;
        return DateTimeOffset.TryParseExact(text, Instants, CultureInfo.InvariantCulture, Utc, out var instant) ? instant : null;
    }

    private static Option<DateTimeOffset?> Of(string name, string description, bool ahead, bool required = false) => new(name)
    {
        Description = $"{description}, or an instant such as 2027-01-31T18:00Z",
        Required = required,
        HelpName = "TIME",
        CustomParser = argument => Read(argument, name, ahead),
    };

    private static DateTimeOffset? Read(ArgumentResult argument, string name, bool ahead)
    {
        var text = argument.Tokens[0].Value;
        if (Read(text, TimeProvider.System.GetUtcNow(), ahead) is { } time)
            return time;
        argument.AddError($"{name} '{text}' is no time; 30d, 12h or 90m (at most {MostDays}d) is needed, or an instant such as 2027-01-31T18:00Z");
        return null;
    }

    private static long? Minutes(string text)
    {
        if (text.Length == 0 || !int.TryParse(text.AsSpan(..^1), NumberStyles.None, CultureInfo.InvariantCulture, out var number))
            return null;
        return text[^1] switch
        {
            'd' => number * MinutesADay,
            'h' => number * 60L,
            'm' => number,
            _ => null,
        };
    }
}
