namespace ModelRegistry.Cli.Mlflow;

/// <summary>Kinds of things that come over, as reports name them.</summary>
internal static class ImportKinds
{
    public const string Experiment = "experiment";
    public const string Run = "run";
    public const string Model = "model";
    public const string Version = "version";
    public const string Alias = "alias";
    public const string File = "file";
}
