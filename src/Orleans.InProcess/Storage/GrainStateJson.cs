using System.Collections.Immutable;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;

namespace Orleans.InProcess;

/// <summary>How grain states are written: camelCase, enums as words, NaN and infinities as strings, a default <see cref="ImmutableArray{T}"/> as an empty one.</summary>
internal static class GrainStateJson
{
    public static JsonSerializerOptions Options { get; } = Create();

    private static JsonSerializerOptions Create()
    {
        var options = new JsonSerializerOptions(JsonSerializerDefaults.Web)
        {
            NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals,
            TypeInfoResolver = new DefaultJsonTypeInfoResolver(),
        };
        options.Converters.Add(new JsonStringEnumConverter());
        options.Converters.Add(new ImmutableArrayJsonConverterFactory());
        options.Converters.Add(new FrozenDictionaryJsonConverterFactory());
        options.MakeReadOnly();
        return options;
    }
}
