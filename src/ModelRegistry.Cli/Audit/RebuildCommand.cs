using System.CommandLine;
using System.Text.Json.Nodes;
using ModelRegistry.Cli.Client;
using ModelRegistry.Cli.Output;

namespace ModelRegistry.Cli.Audit;

/// <summary><c>modelreg audit rebuild</c>.</summary>
internal static class RebuildCommand
{
    public static Command Create() => new RegistryCommand(
        "rebuild",
        "Makes the tables again from the events; meanwhile changes wait, reading and serving go on",
        "modelreg audit rebuild")
        .Does<RebuildReport>(
            call => LongCall.ReadAsync<JsonNode>(call.Client, HttpMethod.Post, "audit/rebuild", "replaying", call.Cancelled),
            (screen, report) => screen.Line($"made again from {Counted.Of(report.Events, "event")} of {Counted.Of(report.Streams, "stream")}"));
}
