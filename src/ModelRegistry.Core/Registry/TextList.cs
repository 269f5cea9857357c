using System.Collections.Immutable;

namespace ModelRegistry.Core.Registry;

/// <summary>Texts in order, equal when all of them are.</summary>
public readonly record struct TextList(ImmutableArray<string> Texts)
{
    public bool Equals(TextList other) => Texts == other.Texts || Texts.AsSpan().SequenceEqual(other.Texts.AsSpan());

    public override int GetHashCode() => HashCode.Combine(Texts.Length, Texts.IsEmpty ? null : Texts[^1]);
}
