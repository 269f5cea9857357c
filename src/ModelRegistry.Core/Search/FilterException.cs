namespace ModelRegistry.Core.Search;

/// <summary>A filter or an order that cannot be read. The message says where, what stands there and what was expected.</summary>
public sealed class FilterException(string message, int position) : Exception(message)
{
    /// <summary>Of the character at fault, from 1.</summary>
    public int Position { get; } = position;
}
