using Orleans.Runtime;

namespace Orleans.Storage;

/// <summary>The store holds another version than this activation knows. The activation that meets it ends, so the next call reads the state anew.</summary>
public class InconsistentStateException : OrleansException
{
    public InconsistentStateException()
    {
    }

    public InconsistentStateException(string message)
        : base(message)
    {
    }

    public InconsistentStateException(string message, Exception? innerException)
        : base(message, innerException!)
    {
    }

    public InconsistentStateException(string errorMsg, string? storedEtag, string? currentEtag)
        : this(errorMsg, storedEtag, currentEtag, null)
    {
    }

    public InconsistentStateException(string errorMsg, string? storedEtag, string? currentEtag, Exception? storageException)
        : base(errorMsg, storageException!)
    {
        StoredEtag = storedEtag;
        CurrentEtag = currentEtag;
    }

    /// <summary>The version in the store, where the store tells.</summary>
    public string? StoredEtag { get; }

    /// <summary>The version this activation last knew.</summary>
    public string? CurrentEtag { get; }

    /// <summary>True until it has left the activation that met it: those further up only pass it on, and live.</summary>
    internal bool IsSourceActivation { get; set; } = true;
}
