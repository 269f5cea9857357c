namespace ModelRegistry.Postgres.Events;

/// <summary>Names one event stream.</summary>
/// <param name="Kind"><c>model</c>, <c>experiment</c>, <c>monitor</c>, <c>retraining</c> or <c>import</c>.</param>
/// <param name="Id">The id of the thing; streams never carry names.</param>
public readonly record struct StreamId(string Kind, Guid Id)
{
    public override string ToString() => $"{Kind}/{Id:D}";
}
