using System.Collections.Frozen;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Orleans.InProcess;

/// <summary>Reads a frozen dictionary, which the serializer can only write by itself; <c>null</c> is read as an empty one.</summary>
internal sealed class FrozenDictionaryJsonConverterFactory : JsonConverterFactory
{
    public override bool CanConvert(Type typeToConvert)
        => typeToConvert.IsGenericType && typeToConvert.GetGenericTypeDefinition() == typeof(FrozenDictionary<,>);

    public override JsonConverter CreateConverter(Type typeToConvert, JsonSerializerOptions options)
        => (JsonConverter)Activator.CreateInstance(typeof(Converter<,>).MakeGenericType(typeToConvert.GetGenericArguments()))!;

    private sealed class Converter<TKey, TValue> : JsonConverter<FrozenDictionary<TKey, TValue>>
        where TKey : notnull
    {
        public override bool HandleNull => true;

        public override FrozenDictionary<TKey, TValue> Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
            => (JsonSerializer.Deserialize<Dictionary<TKey, TValue>>(ref reader, options) ?? []).ToFrozenDictionary();

        public override void Write(Utf8JsonWriter writer, FrozenDictionary<TKey, TValue>? value, JsonSerializerOptions options)
            => JsonSerializer.Serialize(writer, (IReadOnlyDictionary<TKey, TValue>)(value ?? FrozenDictionary<TKey, TValue>.Empty), options);
    }
}
