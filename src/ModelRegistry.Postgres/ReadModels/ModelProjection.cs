using System.Text.Json;
using ModelRegistry.Contracts.Registry;
using ModelRegistry.Contracts.Registry.Events;
using ModelRegistry.Core;
using ModelRegistry.Postgres.Events;
using ModelRegistry.Postgres.Mlflow;

namespace ModelRegistry.Postgres.ReadModels;

/// <summary>Events of a model → <c>models</c>, <c>model_versions</c>, the tables of their aliases, approvals, artifacts and former names, and artifacts that are a <see cref="SourceDocument"/>.</summary>
internal sealed class ModelProjection : IProjection
{
    public string StreamKind => "model";

    public IReadOnlyList<string> Tables => ["open_manifests", "versions_in_production", "version_artifacts", "former_names", "version_approvals", "model_aliases", "model_versions", "models"];

    public void Project(IReadOnlyList<CommandEvents> commands, ProjectionBatch batch)
    {
        var read = commands.Select(command => (Command: command, Events: command.Events.Select(Read).ToArray())).ToArray();
        SourceDocument.Store(read.SelectMany(one => one.Events).OfType<VersionRegistered>(), commands.Max(command => command.At), batch);
        var moves = new List<VersionMove>();
        foreach (var (command, events) in read)
        {
            foreach (var one in events)
                Write(one, command, batch);
            moves.AddRange(VersionMove.Of(command, events));
        }

        StageRows.Move(moves, batch);
        var routed = moves.Where(move => move.LeavesProduction || move.EntersProduction).Select(move => move.Model).ToHashSet();
        Touch(commands, routed, batch);
    }

    /// <summary>The new revisions. Where an open model has several versions in production the highest number is served.</summary>
    private static void Touch(IReadOnlyList<CommandEvents> commands, HashSet<Guid> routed, ProjectionBatch batch)
    {
        const string Commands = "FROM unnest($1::uuid[], $2::bigint[], $3::timestamptz[]) AS command (model, revision, at)";
        var (moved, others) = (commands.Where(one => routed.Contains(one.Stream.Id)).ToArray(), commands.Where(one => !routed.Contains(one.Stream.Id)).ToArray());
        if (others.Length > 0)
            batch.Write($"UPDATE models SET revision = command.revision, updated_at = command.at {Commands} WHERE id = command.model", Columns(others));
        if (moved.Length == 0)
            return;
        batch.Write($"""
            UPDATE models SET revision = now.revision, updated_at = now.at, production = now.number,
                routing_revision = CASE WHEN production IS DISTINCT FROM now.number THEN nextval('routing_revisions') ELSE routing_revision END
            FROM (SELECT command.*, (SELECT max(number) FROM versions_in_production WHERE model_id = command.model) AS number {Commands}) AS now
            WHERE id = now.model
            """, Columns(moved));
    }

    private static object[] Columns(CommandEvents[] commands) =>
        [commands.Select(one => one.Stream.Id).ToArray(), commands.Select(one => one.Version).ToArray(), commands.Select(one => one.At.UtcDateTime).ToArray()];

    private static ModelEvent Read(NewEvent stored) => JsonSerializer.Deserialize<ModelEvent>(stored.Payload.Span, RegistryJson.Options)
        ?? throw new JsonException($"the payload of an event {stored.Type} is null");

    private static void Write(ModelEvent one, CommandEvents command, ProjectionBatch batch)
    {
        var model = command.Stream.Id;
        switch (one)
        {
            case ModelCreated created:
                Create(created, command, batch);
                break;
            case VersionRegistered registered:
                VersionRows.Insert(registered, command, batch);
                if (registered.Version.ManifestOpen)
                    batch.Write("INSERT INTO open_manifests (model_id, number, run_id) VALUES ($1, $2, $3)", model, registered.Number, registered.Version.RunId);
                break;
            case ManifestClosed closed:
                VersionRows.Close(closed, command, batch);
                break;
            case VersionDeleted deleted:
                batch.Write($"WITH {VersionRows.Closed} UPDATE model_versions SET deleted_at = $3, updated_at = $3 WHERE model_id = $1 AND number = $2", model, deleted.Number, command.At);
                break;
            case VersionApproved approved:
                batch.Write("""
                    INSERT INTO version_approvals (model_id, number, principal, role, comment, at) VALUES ($1, $2, $3, $4, $5, $6)
                    ON CONFLICT (model_id, number, principal) DO UPDATE SET role = excluded.role, comment = excluded.comment, at = excluded.at
                    """, model, approved.Number, approved.Principal, approved.Role.ToString(), SqlNull.Of(approved.Comment), command.At);
                break;
            case AliasSet alias:
                batch.Write("""
                    INSERT INTO model_aliases (model_id, alias, number) VALUES ($1, $2, $3)
                    ON CONFLICT (model_id, alias) DO UPDATE SET number = excluded.number
                    """, model, alias.Alias, alias.Number);
                break;
            case AliasRemoved alias:
                batch.Write("DELETE FROM model_aliases WHERE model_id = $1 AND alias = $2", model, alias.Alias);
                break;
            case ShadowsSet shadows:
                batch.Write("UPDATE models SET shadows = $2, routing_revision = nextval('routing_revisions') WHERE id = $1", model, shadows.Numbers.ToArray());
                break;
            case PromotionsFrozen frozen:
                batch.Write("UPDATE models SET frozen = $2 WHERE id = $1", model, JsonText.Of(View(frozen)));
                break;
            case PromotionsThawed:
                batch.Write("UPDATE models SET frozen = NULL WHERE id = $1", model);
                break;
            case ModelEdited edited:
                batch.Write("""
                    UPDATE models SET description = CASE WHEN $2::text IS NULL THEN description ELSE nullif($2, '') END, tags = (tags - $3::text[]) || $4 WHERE id = $1
                    """, model, SqlNull.Of(edited.Description), edited.RemovedTags.ToArray(), JsonText.Of(edited.SetTags));
                break;
            case VersionEdited edited:
                VersionRows.Edit(edited, command, batch);
                break;
            case ModelRenamed renamed:
                batch.Write("UPDATE models SET name = $2, routing_revision = nextval('routing_revisions') WHERE id = $1", model, renamed.To);
                KeepName(model, renamed.From, batch);
                break;
            case ModelArchived:
                batch.Write("UPDATE models SET archived_at = $2 WHERE id = $1", model, command.At);
                break;
            case ModelRestored:
                batch.Write("UPDATE models SET archived_at = NULL WHERE id = $1", model);
                break;
            case ModelDeleted deleted:
                batch.Write("UPDATE models SET deleted_at = $2, routing_revision = nextval('routing_revisions') WHERE id = $1", model, command.At);
                batch.Write("DELETE FROM open_manifests WHERE model_id = $1", model);
                KeepName(model, deleted.Name, batch);
                break;
            // Why a version moved; the moves themselves are events of their own.
            case StageMoved or PromotionDecided or ModelRolledBack:
                break;
            default:
                throw new NotSupportedException($"the projection of models does not know the event {one.GetType().Name}");
        }
    }

    private static void KeepName(Guid model, string name, ProjectionBatch batch) =>
        batch.Write("INSERT INTO former_names (name, model_id) VALUES ($1, $2) ON CONFLICT DO NOTHING", name, model);

    private static void Create(ModelCreated created, CommandEvents command, ProjectionBatch batch) => batch.Write("""
        INSERT INTO models (id, name, lifecycle, description, tags, revision, created_at, created_by, updated_at)
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $7)
        """, command.Stream.Id, created.Name, created.Lifecycle.ToString(), SqlNull.Of(created.Description), JsonText.Of(created.Tags), command.Version, command.At, command.Actor);

    private static FreezeView View(PromotionsFrozen frozen) => new() { Reason = frozen.Reason, ReportId = frozen.ReportId, Features = frozen.Features, AsOf = frozen.AsOf };
}
