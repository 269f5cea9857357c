namespace ModelRegistry.Cli.Registry;

/// <summary>What the policy asks for.</summary>
internal sealed record PolicyGate(string Gate, System.Text.Json.Nodes.JsonNode? Threshold, string Source);
