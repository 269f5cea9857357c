using System.Text.Json;
using ModelRegistry.Core.Registry;

namespace ModelRegistry.Core.Tracking;

/// <summary>What a model that was logged in a run takes and gives, as its file <c>MLmodel</c> says it.</summary>
public sealed record LoggedSignature
{
    /// <summary>Where the model is below the artifacts of its run.</summary>
    public required string ArtifactPath { get; init; }

    public string? ModelId { get; init; }

    /// <summary>JSON text; null where the model says nothing, or more than 1,000,000 characters.</summary>
    public string? Signature { get; init; }

    /// <summary>Null where the description has no path in it.</summary>
    /// <param name="modelJson">A description that <see cref="LoggedModel.Entry(string)"/> takes.</param>
    /// <exception cref="TrackingException">The signature cannot be read.</exception>
    public static LoggedSignature? Of(string modelJson)
    {
        using var document = JsonDocument.Parse(modelJson);
        var model = document.RootElement;
        return Text(model, "artifact_path") is not { } path ? null : new()
        {
            ArtifactPath = path,
            ModelId = Text(model, "model_uuid"),
            Signature = SignatureOf(model),
        };
    }

    /// <summary>The signature of the model whose files a source names; null where none of them is.</summary>
    /// <param name="logged">The models of the run.</param>
    /// <param name="source">Where the files of a version come from.</param>
    public static string? Find(IEnumerable<LoggedSignature> logged, string source)
    {
        var path = source.TrimEnd('/');
        return (logged.Where(model => model.IsAt(path)).MaxBy(model => model.ArtifactPath.Length) ?? logged.FirstOrDefault(model => model.IsNamedBy(path)))?.Signature;
    }

    private bool IsAt(string path) => ArtifactPath.Length > 0 && path.EndsWith($"/{ArtifactPath.Trim('/')}", StringComparison.Ordinal);

    private bool IsNamedBy(string path) => ModelId is { Length: > 0 } id && path.Split('/', ':').Any(part => part == id || part == $"m-{id}");

    private static string? SignatureOf(JsonElement model)
    {
        if (!model.TryGetProperty("signature", out var signature) || signature.ValueKind != JsonValueKind.Object || signature.GetRawText() is not { Length: <= TextRules.MaxJson } text)
            return null;
        return SignatureReader.TryRead(text) is null
            ? throw TrackingException.Invalid("Malformed model info: a name or type in the member 'signature' has an unpaired surrogate; well-formed Unicode is wanted")
            : text;
    }

    private static string? Text(JsonElement model, string name)
    {
        try
        {
            return model.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;
        }
        catch (InvalidOperationException)
        {
            // An unpaired surrogate: no path is written so.
            return null;
        }
    }
}
