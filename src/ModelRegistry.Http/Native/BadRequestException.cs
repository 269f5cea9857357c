namespace ModelRegistry.Http.Native;

/// <summary>A request that cannot be understood; becomes a 400 with this message.</summary>
internal sealed class BadRequestException(string message, string code = "malformed") : Exception(message)
{
    public string Code { get; } = code;
}
