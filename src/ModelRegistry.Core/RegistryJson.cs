using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;

namespace ModelRegistry.Core;

/// <summary>The one way this system writes JSON, in the event log, over HTTP and in artifacts.</summary>
public static class RegistryJson
{
    /// <summary>
    /// camelCase names, enums as words, nulls left out, NaN and infinities as strings. A list that was never set is written as <c>[]</c>;
    /// <c>null</c> is refused where the type says that there is a value: for members that are not nullable, for lists, and within lists.
    /// </summary>
    public static JsonSerializerOptions Options { get; } = Create();

    private static JsonSerializerOptions Create()
    {
        var options = new JsonSerializerOptions(JsonSerializerDefaults.Web)
        {
            DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
            NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals,
            Encoder = JavaScriptEncoder.Default,
            MaxDepth = 64,
            RespectNullableAnnotations = true,
            TypeInfoResolver = new DefaultJsonTypeInfoResolver { Modifiers = { WholeLists.Modify } },
        };
        options.Converters.Add(new JsonStringEnumConverter());
        options.MakeReadOnly(populateMissingResolver: true);
        return options;
    }
}
