namespace ModelRegistry.Postgres.Log;

/// <summary>A prediction or an actual that cannot be stored as it is.</summary>
/// <param name="index">Its place in the call, from 0.</param>
/// <param name="field">The field that is wrong.</param>
/// <param name="reason">What is wrong with it and what would be right.</param>
public sealed class InvalidLogRowException(int index, string field, string reason) : Exception($"row {index}: {field} {reason}")
{
    /// <summary>The row's place in the call, from 0.</summary>
    public int Index { get; } = index;

    /// <summary>The field that is wrong.</summary>
    public string Field { get; } = field;
}
