namespace Orleans;

/// <summary>The grain of key K receives the stream of key K in this namespace, activated when need be.</summary>
[AttributeUsage(AttributeTargets.Class, AllowMultiple = true)]
public class ImplicitStreamSubscriptionAttribute : Attribute
{
    /// <summary>All namespaces.</summary>
    public ImplicitStreamSubscriptionAttribute()
    {
    }

    public ImplicitStreamSubscriptionAttribute(string streamNamespace)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(streamNamespace);
        Namespace = streamNamespace.Trim();
    }

    internal string? Namespace { get; }
}
