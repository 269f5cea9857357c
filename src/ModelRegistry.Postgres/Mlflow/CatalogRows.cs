using System.Collections.Immutable;
using ModelRegistry.Contracts.Registry;
using ModelRegistry.Core.Tracking;
using ModelRegistry.Postgres.ReadModels;
using Npgsql;

namespace ModelRegistry.Postgres.Mlflow;

/// <summary>What is read of <c>models m</c> and <c>model_versions v</c> for MLflow's clients.</summary>
internal static class CatalogRows
{
    public const string Source = $"coalesce(v.properties ->> '{MlflowProperties.Source}', '{ArtifactUri.Frozen}' || v.artifact_digest)";

    public const string Model = """
        m.id, m.name, m.description, m.created_at, m.updated_at, m.tags,
        (SELECT coalesce(jsonb_object_agg(a.alias, a.number), '{}') FROM model_aliases a WHERE a.model_id = m.id)
        """;

    public const string Version = $"""
        m.id, m.name, v.number, v.stage, v.created_at, v.updated_at, v.created_by, v.description, v.run_id,
        v.properties ->> '{MlflowProperties.RunLink}', {Source}, v.properties ->> '{MlflowProperties.Location}', v.tags,
        ARRAY(SELECT a.alias FROM model_aliases a WHERE a.model_id = v.model_id AND a.number = v.number ORDER BY a.alias COLLATE "C")
        """;

    public static RegisteredModel ReadModel(NpgsqlDataReader row) => new()
    {
        Id = row.GetGuid(0),
        Name = row.GetString(1),
        Description = row.Text(2),
        CreatedAt = row.GetFieldValue<DateTimeOffset>(3),
        UpdatedAt = row.GetFieldValue<DateTimeOffset>(4),
        Tags = row.Json<ImmutableDictionary<string, string>>(5),
        Aliases = row.Json<ImmutableDictionary<string, int>>(6),
    };

    public static RegisteredModelVersion ReadVersion(NpgsqlDataReader row) => new()
    {
        ModelId = row.GetGuid(0),
        Model = row.GetString(1),
        Number = row.GetInt32(2),
        Stage = Enum.Parse<Stage>(row.GetString(3)),
        CreatedAt = row.GetFieldValue<DateTimeOffset>(4),
        UpdatedAt = row.GetFieldValue<DateTimeOffset>(5),
        CreatedBy = row.GetString(6),
        Description = row.Text(7),
        RunId = row.Maybe<Guid>(8),
        RunLink = row.Text(9),
        Source = row.GetString(10),
        Location = row.Text(11) ?? row.GetString(10),
        Tags = row.Json<ImmutableDictionary<string, string>>(12),
        Aliases = [.. row.GetFieldValue<string[]>(13)],
    };
}
