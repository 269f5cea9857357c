namespace ModelRegistry.Cli.Mlflow;

/// <summary>How many things of a kind came over.</summary>
internal sealed record ImportTally(int Added, int Here);
