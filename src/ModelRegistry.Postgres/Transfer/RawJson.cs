using System.Text.Json.Serialization;

namespace ModelRegistry.Postgres.Transfer;

/// <summary>A JSON value that is written and read byte for byte as it is.</summary>
/// <param name="Bytes">UTF-8.</param>
[JsonConverter(typeof(RawJsonConverter))]
internal readonly record struct RawJson(ReadOnlyMemory<byte> Bytes);
