namespace ModelRegistry.Http.Native.Requests;

/// <summary>Which way a metric gets better.</summary>
internal enum MetricDirection
{
    Increase,
    Decrease,
}
