using ModelRegistry.Contracts.Monitoring;

namespace ModelRegistry.Cli.Demo;

/// <summary>A page of drift reports, the latest first.</summary>
internal sealed record DriftReports
{
    public IReadOnlyList<DriftReport> Reports { get; init; } = [];
}
