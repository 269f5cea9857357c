using System.Collections.Immutable;
using System.Text.Json;
using ModelRegistry.Cli.Demo;
using ModelRegistry.Contracts.Registry;
using ModelRegistry.Learning.Market;
using ModelRegistry.Postgres.Backup;
using ModelRegistry.Postgres.Embedded;
using ModelRegistry.Postgres.Events;

namespace ModelRegistry.Cli.Client;

/// <summary>Why a command did not do what it was asked for.</summary>
/// <param name="Words">For people.</param>
/// <param name="Document">For programs: the problem as the registry worded it, or a code and a detail.</param>
internal sealed record Failure(int ExitCode, string Words, object Document)
{
    /// <summary>Every gate that was judged, where gates refused.</summary>
    public ImmutableArray<GateResult> Gates { get; init; } = [];

    /// <summary>Null for what no command expects: a defect of the program.</summary>
    public static Failure? Of(Exception exception) => exception switch
    {
        ApiException { Problem: var problem } => new(ExitCodes.Of(problem.Status), $"{problem.Detail} ({problem.Code})", (object?)problem.Document ?? problem) { Gates = problem.Gates },
        CommandException or CheckpointKeyException or UnauthorizedAccessException or FileNotFoundException or DirectoryNotFoundException => Misused(exception.Message),
        DemoException or MarketDataException or BackupException or EmbeddedPostgresException => Local(ExitCodes.Refused, "refused", exception.Message),
        OperationCanceledException => Local(ExitCodes.NotReachable, "not_reachable", "the registry did not answer in time"),
        HttpRequestException or IOException or JsonException => Local(ExitCodes.NotReachable, "not_reachable", exception.Message),
        _ => null,
    };

    /// <summary>The command was not understood, or something it needs is missing.</summary>
    public static Failure Misused(string detail) => Local(ExitCodes.Usage, "usage", detail);

    private static Failure Local(int exitCode, string code, string detail) => new(exitCode, detail, new { code, detail });
}
