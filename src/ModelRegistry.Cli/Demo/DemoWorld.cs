using ModelRegistry.Cli.Client;

namespace ModelRegistry.Cli.Demo;

/// <summary>All that the acts of the story share.</summary>
internal sealed record DemoWorld
{
    public const string Model = "stock-ranking";

    /// <summary>The data scientist.</summary>
    public required RegistryClient Scientist { get; init; }

    /// <summary>The second principal: approves, overrides, promotes.</summary>
    public required RegistryClient Approver { get; init; }

    public required TradingFloor Floor { get; init; }

    public required DemoConsole Out { get; init; }

    public required DemoSettings Settings { get; init; }

    public required TimeProvider Clock { get; init; }

    public DemoLedger Ledger { get; } = new();
}
