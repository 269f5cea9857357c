namespace ModelRegistry.Http.Native.Requests;

/// <summary>POST …/retraining/complete.</summary>
internal sealed record RetrainingAnswerBody
{
    /// <summary>The version that was trained.</summary>
    public required int Version { get; init; }
}
