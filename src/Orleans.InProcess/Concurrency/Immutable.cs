namespace Orleans.Concurrency;

/// <summary>A value that its maker promises never to change again.</summary>
[GenerateSerializer, Immutable]
public readonly struct Immutable<T>(T value)
{
    [Id(0)]
    public readonly T Value = value;
}
