using System.Collections.Immutable;
using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;

namespace ModelRegistry.Cli.Client;

/// <summary>Options of the form <c>NAME=VALUE</c> that may be given more than once.</summary>
internal static class Pairs
{
    public static Option<ImmutableDictionary<string, string>> Texts(string name, string description) => Of<string>(name, description, text => text, "NAME=TEXT");

    public static Option<ImmutableDictionary<string, double>> Numbers(string name, string description) => Of<double>(
        name, description, text => double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) ? number : (double?)null, "NAME=NUMBER");

    private static Option<ImmutableDictionary<string, T>> Of<T>(string name, string description, Func<string, object?> read, string shape) => new(name)
    {
        Description = $"{description}; may be given again",
        HelpName = shape,
        Arity = ArgumentArity.OneOrMore,
        AllowMultipleArgumentsPerToken = false,
        DefaultValueFactory = _ => ImmutableDictionary<string, T>.Empty,
        CustomParser = argument => Read<T>(argument, name, read, shape),
    };

    private static ImmutableDictionary<string, T> Read<T>(ArgumentResult argument, string name, Func<string, object?> read, string shape)
    {
        var pairs = ImmutableDictionary.CreateBuilder<string, T>();
        foreach (var text in argument.Tokens.Select(token => token.Value))
        {
            var equals = text.IndexOf('=', StringComparison.Ordinal);
            if (equals < 1 || read(text[(equals + 1)..]) is not T value)
                argument.AddError($"{name} '{text}' is not understood; {shape} is needed");
            else if (!pairs.TryAdd(text[..equals], value))
                argument.AddError($"{name} gives '{text[..equals]}' twice");
        }

        return pairs.ToImmutable();
    }
}
