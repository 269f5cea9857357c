namespace Orleans.Concurrency;

/// <summary>The method runs between the turns of other calls, and others between its own.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class AlwaysInterleaveAttribute : Attribute;
