namespace ModelRegistry.Grains.Tests.Sequences;

/// <summary>What happens to an append.</summary>
internal enum Fault
{
    None,

    /// <summary>It never reaches the server, and the writer cannot tell.</summary>
    LostBefore,

    /// <summary>It is committed, and the writer cannot tell.</summary>
    LostAfter,
}
