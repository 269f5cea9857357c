using System.Globalization;
using System.Text.Json;
using ModelRegistry.Contracts;
using ModelRegistry.Contracts.Registry;
using ModelRegistry.Contracts.Registry.Events;
using ModelRegistry.Core;
using ModelRegistry.Core.Registry;
using ModelRegistry.Core.Tests.Registry;
using ModelRegistry.Postgres.Events;
using static ModelRegistry.Grains.Tests.Sequences.SequenceException;

namespace ModelRegistry.Grains.Tests.Sequences;

/// <summary>What must hold of a model when its sequence has ended.</summary>
internal sealed class SequenceChecks(SequenceServer server, StreamId stream)
{
    /// <summary>True when a state is what the simple model says.</summary>
    public static bool Agrees(SimpleModel simple, ModelState state)
        => simple.Stages.SequenceEqual(state.Versions.Select(row => row.Stage))
        && simple.Deleted.SetEquals(state.Versions.Where(row => row.Deleted).Select(row => row.Number))
        && simple.Serving == state.Production
        && simple.Former.SequenceEqual(state.FormerProduction)
        && simple.Shadows.SequenceEqual(state.Shadows)
        && simple.Aliases.OrderBy(alias => alias.Key).SequenceEqual(state.Aliases.OrderBy(alias => alias.Key))
        && simple.Approvals.SetEquals(state.Versions.SelectMany(row => row.View.ApprovedBy.Select(by => (row.Number, by))))
        && (simple.Frozen == 0 ? state.Frozen is null : state.Frozen?.ReportId == SentCommand.ReportOf(simple.Frozen));

    public async Task CheckAsync(SimpleModel simple, ModelState state, IReadOnlyList<(SentCommand Command, Answer<ModelHead> Answer)> done)
    {
        await CheckLogAsync(state, done);
        await CheckTablesAsync(simple, state);
        await CheckHistoryAsync();
    }

    /// <summary>No event lost or doubled, the chain whole, every command that was carried out there once with the answer that was given.</summary>
    private async Task CheckLogAsync(ModelState state, IReadOnlyList<(SentCommand Command, Answer<ModelHead> Answer)> done)
    {
        var report = await new HashChain(server.Maintenance).VerifyAsync(stream);
        Require(report.Whole, $"the chain is broken: {report.Broken.FirstOrDefault()}");
        RequireEqual(Text(state.Revision), Text(report.Events), "events in the log");
        var commands = await TextAsync("SELECT string_agg(command_id || ' ' || version || ' ' || convert_from(result, 'UTF8'), E'\\n' ORDER BY command_id) FROM commands WHERE stream_id = $ AND version > 1");
        var answered = done.Select(one => $"{one.Command.Context.CommandId} {one.Answer.Revision} {JsonSerializer.Serialize(one.Answer.Value, RegistryJson.Options)}");
        RequireEqual(string.Join('\n', answered.Order(StringComparer.Ordinal)), commands, "commands in the log");
    }

    private async Task CheckTablesAsync(SimpleModel simple, ModelState state)
    {
        RequireEqual(
            $"{state.Revision}|{Text(simple.Serving)}|{string.Join(',', simple.Shadows)}|{(simple.Frozen == 0 ? "" : SentCommand.ReportOf(simple.Frozen))}",
            await TextAsync("SELECT concat(revision, '|', production, '|', array_to_string(shadows, ','), '|', frozen->>'reportId') FROM models WHERE id = $"),
            "the row of the model");
        RequireEqual(
            string.Join(' ', simple.Stages), await TextAsync("SELECT string_agg(stage, ' ' ORDER BY number) FROM model_versions WHERE model_id = $"), "the rows of the versions");
        RequireEqual(
            string.Join(' ', simple.Deleted.Order()),
            await TextAsync("SELECT string_agg(number::text, ' ' ORDER BY number) FROM model_versions WHERE model_id = $ AND deleted_at IS NOT NULL"), "the rows of the deleted versions");
        RequireEqual(
            string.Join(' ', simple.Aliases.OrderBy(alias => alias.Key).Select(alias => $"{alias.Key}={alias.Value}")),
            await TextAsync("SELECT string_agg(alias || '=' || number, ' ' ORDER BY alias) FROM model_aliases WHERE model_id = $"), "the rows of the aliases");
        RequireEqual(
            string.Join(' ', simple.Approvals.Order().Select(approval => $"{approval.Number}:{approval.Principal}")),
            await TextAsync("SELECT string_agg(number || ':' || principal, ' ' ORDER BY number, principal) FROM version_approvals WHERE model_id = $"), "the rows of the approvals");
    }

    /// <summary>Another registry would take these events for what they are.</summary>
    private async Task CheckHistoryAsync()
    {
        await using var command = server.Maintenance.CreateCommand(
            $"SELECT payload, version, command_id, command_id IS DISTINCT FROM lead(command_id) OVER (ORDER BY version) FROM events WHERE stream_id = '{stream.Id}' ORDER BY version");
        await using var rows = await command.ExecuteReaderAsync();
        var state = ModelState.Empty(stream.Id);
        while (await rows.ReadAsync())
        {
            var (@event, version) = (JsonSerializer.Deserialize<ModelEvent>(rows.GetFieldValue<byte[]>(0), RegistryJson.Options)!, rows.GetInt64(1));
            RequireEqual("", HistoryRules.Check(state, @event) ?? "", $"the rules of a history at event {version}");
            state = ModelFold.Apply(state, @event, new EventStamp(version, default, "", rows.GetGuid(2)));
            RequireEqual("", rows.GetBoolean(3) ? HistoryRules.Check(state) ?? "" : "", $"the rules of a history after event {version}");
        }
    }

    private async Task<string> TextAsync(string sql)
        => await server.ScalarAsync<string>(sql.Replace("$", $"'{stream.Id}'", StringComparison.Ordinal)) ?? "";

    private static string Text(long? number) => number?.ToString(CultureInfo.InvariantCulture) ?? "";
}
