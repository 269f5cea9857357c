namespace ModelRegistry.Cli.Demo;

/// <summary>What the command line says about a run of the demo.</summary>
internal sealed record DemoSettings
{
    /// <summary>The host's program, which is started unless <see cref="Server"/> is given.</summary>
    public required string Silo { get; init; }

    /// <summary>A registry that runs already.</summary>
    public Uri? Server { get; init; }

    /// <summary>Admin token of <see cref="Server"/>.</summary>
    public string? Token { get; init; }

    public required string Market { get; init; }

    public required string Urls { get; init; }

    /// <summary>Null: a new folder in the system's temporary folder.</summary>
    public string? DataDirectory { get; init; }

    public bool Quick { get; init; }

    public bool Exit { get; init; }

    public FileInfo? Report { get; init; }

    /// <summary>Every k-th ticker.</summary>
    public int EveryTicker => Quick ? 8 : 1;
}
