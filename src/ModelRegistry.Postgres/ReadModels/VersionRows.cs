using System.Collections.Immutable;
using ModelRegistry.Contracts.Registry;
using ModelRegistry.Contracts.Registry.Commands;
using ModelRegistry.Contracts.Registry.Events;
using ModelRegistry.Postgres.Events;
using Npgsql;

namespace ModelRegistry.Postgres.ReadModels;

/// <summary>The rows of <c>model_versions</c>, both ways.</summary>
internal static class VersionRows
{
    public const string Columns = """
        v.number, v.semantic_version, v.bump_reason, v.stage, v.manifest_digest, v.created_at, v.created_by, v.updated_at,
        v.flavor, v.artifact_digest, v.artifact_size, v.reference_profile_digest, v.run_id, v.parent, v.algorithm, v.type, v.description,
        v.params, v.metrics, v.tags, v.signature, v.manifest
        """;

    public static void Insert(VersionRegistered registered, CommandEvents command, ProjectionBatch batch)
    {
        var version = registered.Version;
        batch.Write("""
            INSERT INTO model_versions (
                model_id, number, semantic_version, bump_reason, stage, manifest_digest, created_at, created_by, updated_at,
                flavor, artifact_digest, artifact_size, reference_profile_digest, run_id, parent, algorithm, type, description,
                params, metrics, tags, signature, manifest, inputs, feature_graph_hash, drill, governed)
            SELECT $1, $2, $3, $4, $5, $6, $7, $8, $7, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21, $22, $23, $24, $25,
                lifecycle = 'Governed' FROM models WHERE id = $1
            """,
            command.Stream.Id, registered.Number, registered.SemanticVersion, registered.BumpReason, registered.Stage.ToString(), registered.ManifestDigest,
            command.At, command.Actor,
            version.Flavor, version.ArtifactDigest, version.ArtifactSize, version.ReferenceProfileDigest, version.RunId, version.ParentVersion,
            version.Algorithm, version.Type, version.Description,
            JsonText.Of(version.Params), JsonText.Of(version.Metrics), JsonText.Of(version.Tags), JsonText.Of(version.Signature), JsonText.Of(version.Manifest),
            version.Signature.Inputs.Select(input => input.Name).ToArray(), version.Manifest.FeatureGraphHash, IsDrill(version));
    }

    /// <summary>The row's first columns are <see cref="Columns"/>.</summary>
    public static VersionDetails Read(NpgsqlDataReader row) => new()
    {
        Number = row.GetInt32(0),
        SemanticVersion = row.GetString(1),
        BumpReason = row.GetString(2),
        Stage = Enum.Parse<Stage>(row.GetString(3)),
        ManifestDigest = row.GetString(4),
        CreatedAt = row.GetFieldValue<DateTimeOffset>(5),
        CreatedBy = row.GetString(6),
        UpdatedAt = row.GetFieldValue<DateTimeOffset>(7),
        Registered = new RegisterVersion
        {
            SemanticVersion = row.GetString(1),
            Flavor = row.GetString(8),
            ArtifactDigest = row.GetString(9),
            ArtifactSize = row.GetInt64(10),
            ReferenceProfileDigest = row.Text(11),
            RunId = row.Maybe<Guid>(12),
            ParentVersion = row.Maybe<int>(13),
            Algorithm = row.Text(14),
            Type = row.Text(15),
            Description = row.Text(16),
            Params = row.Json<ImmutableDictionary<string, string>>(17),
            Metrics = row.Json<ImmutableDictionary<string, double>>(18),
            Tags = row.Json<ImmutableDictionary<string, string>>(19),
            Signature = row.Json<Signature>(20),
            Manifest = row.Json<Manifest>(21),
        },
    };

    private static bool IsDrill(RegisterVersion version) =>
        version.Tags.TryGetValue("drill", out var drill) && string.Equals(drill, "true", StringComparison.OrdinalIgnoreCase);
}
