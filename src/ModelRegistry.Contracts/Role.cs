namespace ModelRegistry.Contracts;

/// <summary>What a principal may do. Each role may also do what the ones before it may.</summary>
public enum Role
{
    /// <summary>Reads.</summary>
    Viewer,

    /// <summary>Registers versions, sends predictions and actuals, runs experiments.</summary>
    Scientist,

    /// <summary>Approves, overrides gates, promotes and rolls back.</summary>
    Approver,

    /// <summary>Everything, tokens included.</summary>
    Admin,
}
