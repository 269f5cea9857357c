using System.Text.Json;
using ModelRegistry.Core;

namespace ModelRegistry.Postgres.Events;

/// <summary>JSON for a jsonb column.</summary>
public readonly record struct JsonText(string Text)
{
    /// <summary>A value as <see cref="RegistryJson"/> writes it.</summary>
    public static JsonText Of<T>(T value) => new(JsonSerializer.Serialize(value, RegistryJson.Options));
}
