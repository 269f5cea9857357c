namespace ModelRegistry.Postgres.Migrations;

/// <summary>A step that a database has, as it wrote it down when the step was applied.</summary>
public sealed record AppliedStep
{
    public required int Number { get; init; }

    /// <summary>File name, such as <c>001_events.sql</c>.</summary>
    public required string Name { get; init; }

    /// <summary>Of the script, 64 lower-case hex digits.</summary>
    public required string Sha256 { get; init; }
}
