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
        v.params, v.metrics, v.tags, v.signature, v.manifest,
        v.properties, v.deployment_config, v.serving_endpoint, v.serving_notes, v.derived_from,
        EXISTS (SELECT FROM open_manifests o WHERE o.model_id = v.model_id AND o.number = v.number)
        """;

    /// <summary>How many they are.</summary>
    public const int Width = 28;

    public static void Insert(VersionRegistered registered, CommandEvents command, ProjectionBatch batch)
    {
        var version = registered.Version;
        batch.Write("""
            WITH version AS (INSERT INTO model_versions (
                model_id, number, semantic_version, bump_reason, stage, manifest_digest, created_at, created_by, updated_at,
                flavor, artifact_digest, artifact_size, reference_profile_digest, run_id, parent, algorithm, type, description,
                params, metrics, tags, signature, manifest, inputs, feature_graph_hash, drill,
                properties, deployment_config, serving_endpoint, serving_notes, derived_from, governed)
            SELECT $1, $2, $3, $4, $5, $6, $7, $8, $7, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21, $22, $23, $24, $25,
                $26, $27, $28, $29, $30,
                lifecycle = 'Governed' FROM models WHERE id = $1)
            INSERT INTO version_artifacts (digest, model_id, number) SELECT *, $1, $2 FROM unnest($31::text[])
            """,
            command.Stream.Id, registered.Number, registered.SemanticVersion, registered.BumpReason, registered.Stage.ToString(), registered.ManifestDigest,
            command.At, command.Actor,
            version.Flavor, version.ArtifactDigest, version.ArtifactSize, SqlNull.Of(version.ReferenceProfileDigest), SqlNull.Of(version.RunId), SqlNull.Of(version.ParentVersion),
            SqlNull.Of(version.Algorithm), SqlNull.Of(version.Type), SqlNull.Of(version.Description),
            JsonText.Of(version.Params), JsonText.Of(version.Metrics), JsonText.Of(version.Tags), JsonText.Of(version.Signature), JsonText.Of(version.Manifest),
            version.Signature.Inputs.Select(input => input.Name).ToArray(), SqlNull.Of(version.Manifest.FeatureGraphHash), IsDrill(version),
            JsonText.Of(version.Properties), SqlNull.Of(version.DeploymentConfig), SqlNull.Of(version.ServingEndpoint), SqlNull.Of(version.ServingNotes), JsonText.Of(version.DerivedFrom),
            Artifacts(version));
    }

    private static string[] Artifacts(RegisterVersion version) =>
        version.ReferenceProfileDigest is { } profile && profile != version.ArtifactDigest ? [version.ArtifactDigest, profile] : [version.ArtifactDigest];

    /// <summary>A part of a statement whose first two parameters are model and number: what the run of the version logs is not its own any more.</summary>
    public const string Closed = "closed AS (DELETE FROM open_manifests WHERE model_id = $1 AND number = $2)";

    public static void Close(ManifestClosed closed, CommandEvents command, ProjectionBatch batch) => batch.Write($"""
        WITH {Closed} UPDATE model_versions SET
            params = $3, metrics = $4, manifest = (manifest - 'runTags') || $5, signature = $6, inputs = $7, manifest_digest = $8, updated_at = $9
        WHERE model_id = $1 AND number = $2
        """, command.Stream.Id, closed.Number, JsonText.Of(closed.Params), JsonText.Of(closed.Metrics), JsonText.Of(new { closed.RunTags }), JsonText.Of(closed.Signature),
        closed.Signature.Inputs.Select(input => input.Name).ToArray(), closed.ManifestDigest, command.At);

    /// <summary>What is null stays, what is empty is removed.</summary>
    public static void Edit(VersionEdited edited, CommandEvents command, ProjectionBatch batch) => batch.Write("""
        UPDATE model_versions SET
            description = CASE WHEN $3::text IS NULL THEN description ELSE nullif($3, '') END,
            deployment_config = CASE WHEN $4::text IS NULL THEN deployment_config ELSE nullif($4, '') END,
            serving_endpoint = CASE WHEN $5::text IS NULL THEN serving_endpoint ELSE nullif($5, '') END,
            serving_notes = CASE WHEN $6::text IS NULL THEN serving_notes ELSE nullif($6, '') END,
            tags = (tags - $7::text[]) || $8, updated_at = $9
        WHERE model_id = $1 AND number = $2
        """, command.Stream.Id, edited.Number,
        SqlNull.Of(edited.Description), SqlNull.Of(edited.DeploymentConfig), SqlNull.Of(edited.ServingEndpoint), SqlNull.Of(edited.ServingNotes), edited.RemovedTags.ToArray(), JsonText.Of(edited.SetTags), command.At);

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
            Properties = row.Json<ImmutableDictionary<string, string>>(22),
            DeploymentConfig = row.Text(23),
            ServingEndpoint = row.Text(24),
            ServingNotes = row.Text(25),
            DerivedFrom = row.Json<ImmutableArray<VersionReference>>(26),
            ManifestOpen = row.GetBoolean(27),
        },
    };

    private static bool IsDrill(RegisterVersion version) =>
        version.Tags.TryGetValue("drill", out var drill) && string.Equals(drill, "true", StringComparison.OrdinalIgnoreCase);
}
