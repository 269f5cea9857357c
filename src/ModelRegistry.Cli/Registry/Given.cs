using System.CommandLine;
using ModelRegistry.Cli.Client;

namespace ModelRegistry.Cli.Registry;

/// <summary>Arguments and options that several commands have.</summary>
internal static class Given
{
    public static Argument<string> Model { get; } = new("MODEL") { Description = "Name of the model, or id:ID" };

    public static Argument<string> Version { get; } = new("VERSION") { Description = "A number, a semantic version, @ALIAS, a stage, or latest" };

    public static Option<string> Reason { get; } = new("--reason") { Description = "Why; it stays in the history", DefaultValueFactory = _ => "" };

    public static Option<int?> PageSize { get; } = new("--page-size") { Description = "How many at most" };

    public static Option<string?> PageToken { get; } = new("--page-token") { Description = "Go on where a page ended: its nextPageToken", HelpName = "TOKEN" };

    /// <summary>The path of the model.</summary>
    public static string ModelPath(this RegistryCall call) => $"models/{Uri.EscapeDataString(call.Given.GetRequiredValue(Model))}";

    /// <summary>The path of the version.</summary>
    public static string VersionPath(this RegistryCall call) => $"{call.ModelPath()}/versions/{Uri.EscapeDataString(call.Given.GetRequiredValue(Version))}";

    public static string Why(this RegistryCall call) => call.Given.GetRequiredValue(Reason);

    /// <summary>The query that asks for a page.</summary>
    public static string Page(this RegistryCall call)
    {
        var size = call.Given.GetValue(PageSize) is { } given ? FormattableString.Invariant($"pageSize={given}") : null;
        var token = call.Given.GetValue(PageToken) is { } next ? $"pageToken={Uri.EscapeDataString(next)}" : null;
        var query = string.Join('&', new[] { size, token }.OfType<string>());
        return query.Length == 0 ? "" : $"?{query}";
    }
}
