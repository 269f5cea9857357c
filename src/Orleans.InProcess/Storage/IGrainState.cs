namespace Orleans;

/// <summary>A value on its way to or from a store.</summary>
public interface IGrainState<T>
{
    T? State { get; set; }

    /// <summary>The version in the store; null: none.</summary>
    string? ETag { get; set; }

    bool RecordExists { get; set; }
}
