namespace ModelRegistry.Http.Native;

/// <summary>A request names something that does not exist; becomes a 404 with this message.</summary>
internal sealed class NotFoundException(string code, string message) : Exception(message)
{
    public string Code { get; } = code;
}
