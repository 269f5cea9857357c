namespace ModelRegistry.Tests.Shared;

/// <summary>What to do with a message from the client.</summary>
public enum Cut
{
    None,

    /// <summary>The server never sees it; both sides lose the connection.</summary>
    Before,

    /// <summary>The server carries it out and answers; the answer is lost, and then the connection.</summary>
    AfterAnswer,
}
