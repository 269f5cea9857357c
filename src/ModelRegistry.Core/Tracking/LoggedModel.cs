using System.Buffers;
using System.Text;
using System.Text.Json;

namespace ModelRegistry.Core.Tracking;

/// <summary>What a run remembers of a model that was logged in it.</summary>
public static class LoggedModel
{
    private static readonly string[] Needed = ["artifact_path", "flavors", "utc_time_created", "run_id"];
    private static readonly string[] Kept = ["run_id", "artifact_path", "utc_time_created", "model_uuid"];

    /// <summary>The entry for the list in the tag <see cref="TrackingRules.LoggedModelsTag"/>: who, where and when, and the flavors without their configuration.</summary>
    /// <param name="modelJson">The model's description, as in its file <c>MLmodel</c>.</param>
    /// <exception cref="TrackingException">It is no JSON object, or lacks what a model needs.</exception>
    public static string Entry(string modelJson)
    {
        try
        {
            using var document = JsonDocument.Parse(modelJson);
            return Entry(document.RootElement);
        }
        catch (Exception wrong) when (wrong is JsonException or InvalidOperationException)
        {
            throw new TrackingException(TrackingFault.Invalid, $"Malformed model info. \n {TrackingRules.Shortened(modelJson)} \n is not a valid JSON.", wrong);
        }
    }

    private static string Entry(JsonElement model)
    {
        var missing = Needed.Where(name => model.ValueKind != JsonValueKind.Object || !model.TryGetProperty(name, out _)).Select(name => $"'{name}'").ToList();
        if (missing.Count > 0)
            throw TrackingException.Invalid($"Model json is missing mandatory fields: {{{string.Join(", ", missing)}}}");
        var entry = Write(model);
        return entry.Contains("\\u0000", StringComparison.Ordinal) ? throw TrackingException.Invalid("Malformed model info: it has a NUL character") : entry;
    }

    private static string Write(JsonElement model)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(buffer))
        {
            writer.WriteStartObject();
            foreach (var property in model.EnumerateObject().Where(property => Kept.Contains(property.Name)))
                property.WriteTo(writer);
            writer.WritePropertyName("flavors");
            WriteFlavors(writer, model.GetProperty("flavors"));
            writer.WriteEndObject();
        }

        return Encoding.UTF8.GetString(buffer.WrittenSpan);
    }

    private static void WriteFlavors(Utf8JsonWriter writer, JsonElement flavors)
    {
        if (flavors.ValueKind != JsonValueKind.Object)
            throw TrackingException.Invalid($"Model json has flavors that are {flavors.ValueKind.ToString().ToLowerInvariant()}; an object of flavors is wanted");
        writer.WriteStartObject();
        foreach (var flavor in flavors.EnumerateObject())
        {
            writer.WritePropertyName(flavor.Name);
            if (flavor.Value.ValueKind == JsonValueKind.Object)
                WriteFlavor(writer, flavor.Value);
            else
                flavor.Value.WriteTo(writer);
        }

        writer.WriteEndObject();
    }

    private static void WriteFlavor(Utf8JsonWriter writer, JsonElement flavor)
    {
        writer.WriteStartObject();
        foreach (var property in flavor.EnumerateObject().Where(property => property.Name != "config"))
            property.WriteTo(writer);
        writer.WriteEndObject();
    }
}
