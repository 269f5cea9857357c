namespace Orleans.Concurrency;

/// <summary>The caller's task is complete once the call is sent; errors are logged, not carried back.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class OneWayAttribute : Attribute;
