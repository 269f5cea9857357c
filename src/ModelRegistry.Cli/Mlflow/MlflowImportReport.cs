using System.Collections.Immutable;

namespace ModelRegistry.Cli.Mlflow;

/// <summary>What an import from an MLflow server came to.</summary>
internal sealed record MlflowImportReport
{
    /// <summary>The server's address, without credentials.</summary>
    public required string Source { get; init; }

    public required ImportTally Experiments { get; init; }

    public required ImportTally Runs { get; init; }

    public required ImportTally Models { get; init; }

    public required ImportTally Versions { get; init; }

    public required ImportTally Files { get; init; }

    /// <summary>What is another way here than there, and was left as it is here.</summary>
    public required ImmutableArray<ImportNote> Conflicts { get; init; }

    /// <summary>What is not here, and why.</summary>
    public required ImmutableArray<ImportNote> Skipped { get; init; }
}
