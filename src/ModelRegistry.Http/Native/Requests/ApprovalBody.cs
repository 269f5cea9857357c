namespace ModelRegistry.Http.Native.Requests;

/// <summary>POST …/approvals.</summary>
internal sealed record ApprovalBody
{
    public string? Comment { get; init; }
}
