namespace Orleans.Concurrency;

/// <summary>All calls of this grain class may interleave at their awaits; turns still run one at a time.</summary>
[AttributeUsage(AttributeTargets.Class)]
public sealed class ReentrantAttribute : Attribute;
