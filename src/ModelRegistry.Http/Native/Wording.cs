using System.Text.Json;
using System.Text.RegularExpressions;
using ModelRegistry.Contracts;

namespace ModelRegistry.Http.Native;

/// <summary>Says in the API's words what the framework says in those of its own types.</summary>
internal static partial class Wording
{
    private const int Patience = 1000; // milliseconds

    /// <summary>Where JSON does not fit, and what would.</summary>
    public static string Of(JsonException exception)
    {
        var at = exception.Path is null or "$" ? "the body" : exception.Path.StartsWith("$.", StringComparison.Ordinal) ? exception.Path[2..] : exception.Path;
        if (WrongType().Match(exception.Message) is { Success: true } wrong)
            return $"{at} does not fit; {Kind(wrong.Groups["type"].Value)} is needed";
        if (Missing().Match(exception.Message) is { Success: true } missing)
            return $"{at} lacks {missing.Groups["names"].Value}";
        if (Unknown().Match(exception.Message) is { Success: true } unknown)
            return $"{at} is not known: '{unknown.Groups["name"].Value}' is no member here";
        if (Twice().Match(exception.Message) is { Success: true } twice)
            return $"{at} has '{twice.Groups["name"].Value}' twice";
        if (Null().Match(exception.Message) is { Success: true } isNull)
            return $"{at} is null: '{isNull.Groups["name"].Value}' must have a value or be left out";
        return exception.Message;
    }

    /// <summary>Which parameter of a path or query does not fit, and what would.</summary>
    public static string OfBinding(string message) => Parameter().Match(message) switch
    {
        { Success: false } => message,
        { Groups: var g } when g["value"].Success => $"{g["name"].Value} is '{g["value"].Value}'; {Kind(g["type"].Value)} is needed",
        { Groups: var g } => $"{g["name"].Value} is missing; {Kind(g["type"].Value)} is needed",
    };

    private static string Kind(string type)
    {
        var bare = Nullable().Replace(type, "${type}");
        return bare switch
        {
            "string" or "System.String" => "text",
            "int" or "long" or "System.Int32" or "System.Int64" => "a whole number",
            "double" or "System.Double" => "a number",
            "bool" or "System.Boolean" => "true or false",
            "DateTimeOffset" or "System.DateTimeOffset" => "a time such as 2015-01-02T00:00:00Z",
            "Guid" or "System.Guid" => "a UUID",
            _ when (typeof(Role).Assembly.GetType(bare) ?? typeof(Wording).Assembly.GetType(bare)) is { IsEnum: true } words => string.Join(" or ", Enum.GetNames(words)),
            _ when bare.Contains("ImmutableArray", StringComparison.Ordinal) => "a list",
            _ => "an object",
        };
    }

    [GeneratedRegex(@"could not be converted to (?<type>.+?)\. Path:", RegexOptions.ExplicitCapture, Patience)]
    private static partial Regex WrongType();

    [GeneratedRegex(@"missing required properties including: (?<names>.+?)\.?$", RegexOptions.ExplicitCapture, Patience)]
    private static partial Regex Missing();

    [GeneratedRegex(@"The JSON property '(?<name>.*)' could not be mapped", RegexOptions.ExplicitCapture, Patience)]
    private static partial Regex Unknown();

    [GeneratedRegex(@"Duplicate property '(?<name>.*)' encountered", RegexOptions.ExplicitCapture, Patience)]
    private static partial Regex Twice();

    [GeneratedRegex(@"The (?:property|constructor parameter).* '(?<name>.*?)' on type .* doesn't allow", RegexOptions.ExplicitCapture, Patience)]
    private static partial Regex Null();

    [GeneratedRegex("parameter \"(?<type>[^ ]+) (?<name>\\w+)\"( from \"(?<value>.*)\")?", RegexOptions.ExplicitCapture | RegexOptions.Singleline, Patience)]
    private static partial Regex Parameter();

    [GeneratedRegex(@"^(System\.)?Nullable(`1\[|<)(?<type>.+?)[\]>]$", RegexOptions.ExplicitCapture, Patience)]
    private static partial Regex Nullable();
}
