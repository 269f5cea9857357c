namespace ModelRegistry.Cli.Train;

/// <summary>How a command shows how far it is.</summary>
internal enum ProgressStyle
{
    Auto,
    Bar,
    Json,
}
