namespace ModelRegistry.Http.Native.Requests;

/// <summary>What a metric is for.</summary>
internal enum MetricRole
{
    /// <summary>Decides the test.</summary>
    Primary,

    /// <summary>Is reported beside it.</summary>
    Secondary,
}
