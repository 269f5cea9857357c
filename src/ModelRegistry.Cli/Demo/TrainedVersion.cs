using System.Text.Json.Nodes;

namespace ModelRegistry.Cli.Demo;

/// <summary>What a trainer process left behind.</summary>
/// <param name="Artifact">The model.</param>
/// <param name="Profile">The training profile.</param>
/// <param name="Registration">The body for registering it, digests apart.</param>
/// <param name="Seconds">How long the training took.</param>
internal sealed record TrainedVersion(byte[] Artifact, byte[] Profile, JsonObject Registration, double Seconds);
