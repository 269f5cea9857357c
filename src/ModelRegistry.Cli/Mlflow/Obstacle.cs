namespace ModelRegistry.Cli.Mlflow;

/// <summary>Why a version cannot come now.</summary>
/// <param name="Why">For people.</param>
/// <param name="Passes">Whether a later import may find it gone, so that nothing is to be left out for good.</param>
internal sealed record Obstacle(string Why, bool Passes);
