namespace ModelRegistry.Grains.Tests.Sequences;

/// <summary>A sequence did not come to what the simple model says.</summary>
internal sealed class SequenceException(string message) : Exception(message)
{
    public static void Require(bool holds, string what)
    {
        if (!holds)
            throw new SequenceException(what);
    }

    public static void RequireEqual(string expected, string actual, string what)
        => Require(string.Equals(expected, actual, StringComparison.Ordinal), $"{what}:\n  wanted {expected}\n  found  {actual}");
}
