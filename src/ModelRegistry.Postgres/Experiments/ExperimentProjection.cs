using System.Text.Json;
using ModelRegistry.Contracts.Experiments;
using ModelRegistry.Contracts.Experiments.Events;
using ModelRegistry.Core;
using ModelRegistry.Postgres.Events;

namespace ModelRegistry.Postgres.Experiments;

/// <summary>Events of an A/B test → <c>experiments</c>. What changes where units go says so to the routing of its model.</summary>
internal sealed class ExperimentProjection : IProjection
{
    public string StreamKind => "experiment";

    public IReadOnlyList<string> Tables => ["experiments"];

    public void Project(IReadOnlyList<CommandEvents> commands, ProjectionBatch batch)
    {
        foreach (var command in commands)
        {
            foreach (var stored in command.Events)
                Write(Read(stored), command, batch);
            batch.Write("UPDATE experiments SET revision = $2, updated_at = $3 WHERE id = $1", command.Stream.Id, command.Version, command.At);
        }
    }

    private static ExperimentEvent Read(NewEvent stored) => JsonSerializer.Deserialize<ExperimentEvent>(stored.Payload.Span, RegistryJson.Options)
        ?? throw new JsonException($"The payload of an event {stored.Type} is null.");

    private static void Write(ExperimentEvent @event, CommandEvents command, ProjectionBatch batch)
    {
        var id = command.Stream.Id;
        switch (@event)
        {
            case ExperimentPlanned planned:
                Insert(planned.Plan, command, batch);
                break;
            case ExperimentStarted started:
                batch.Write("UPDATE experiments SET buckets = $2, started_at = $3 WHERE id = $1", id, started.Buckets.ToArray(), command.At);
                Move(id, ExperimentStatus.Running, batch);
                break;
            case ExperimentPaused:
                Move(id, ExperimentStatus.Paused, batch);
                break;
            case ExperimentResumed:
                Move(id, ExperimentStatus.Running, batch);
                break;
            case ExperimentConcluded concluded:
                batch.Write(
                    "UPDATE experiments SET outcome = $2, verdict = $3, ended_at = $4 WHERE id = $1",
                    id, concluded.Verdict.Outcome, JsonText.Of(concluded.Verdict), command.At);
                Move(id, ExperimentStatus.Concluded, batch);
                break;
            case ExperimentCancelled:
                batch.Write("UPDATE experiments SET ended_at = $2 WHERE id = $1", id, command.At);
                Move(id, ExperimentStatus.Cancelled, batch);
                break;
            case ExperimentPromotionAnswered answered:
                batch.Write("UPDATE experiments SET promotion = $2 WHERE id = $1", id, answered.What);
                break;
        }
    }

    private static void Insert(ExperimentPlan plan, CommandEvents command, ProjectionBatch batch) => batch.Write(
        """
        INSERT INTO experiments
            (id, name, model_id, status, revision, plan, seed, as_of_from, as_of_to, variants, versions, created_at, created_by, updated_at)
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $12)
        """,
        command.Stream.Id,
        plan.Name,
        plan.ModelId,
        nameof(ExperimentStatus.Draft),
        command.Version,
        JsonText.Of(plan),
        plan.Seed,
        plan.AsOfFrom,
        plan.AsOfTo,
        plan.Variants.Select(variant => variant.Name).ToArray(),
        plan.Variants.Select(variant => variant.Version).ToArray(),
        command.At,
        command.Actor);

    private static void Move(Guid id, ExperimentStatus status, ProjectionBatch batch)
    {
        batch.Write("UPDATE experiments SET status = $2 WHERE id = $1", id, status.ToString());
        batch.Write("SELECT touch_routing(model_id) FROM experiments WHERE id = $1", id);
    }
}
