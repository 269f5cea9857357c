using System.Diagnostics.CodeAnalysis;

namespace Orleans.Runtime;

/// <summary>Identifies one life of a grain in memory.</summary>
public readonly struct ActivationId(Guid key) : IEquatable<ActivationId>
{
    internal Guid Key { get; } = key;

    public bool IsDefault => Key == default;

    public bool Equals(ActivationId other) => Key.Equals(other.Key);

    public override bool Equals([NotNullWhen(true)] object? obj) => obj is ActivationId other && Equals(other);

    public override int GetHashCode() => Key.GetHashCode();

    public override string ToString() => $"@{Key:N}";

    public static bool operator ==(ActivationId left, ActivationId right) => left.Equals(right);

    public static bool operator !=(ActivationId left, ActivationId right) => !left.Equals(right);
}
