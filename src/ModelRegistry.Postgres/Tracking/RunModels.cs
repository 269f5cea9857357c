using System.Collections.Immutable;
using ModelRegistry.Core.Tracking;
using ModelRegistry.Postgres.Events;
using ModelRegistry.Postgres.ReadModels;
using Npgsql;

namespace ModelRegistry.Postgres.Tracking;

/// <summary>The signatures of the models of a run as they are stored: one JSON object by artifact path.</summary>
internal static class RunModels
{
    public static JsonText Write(LoggedSignature? model) => JsonText.Of(model is null
        ? ImmutableDictionary<string, Stored>.Empty
        : ImmutableDictionary<string, Stored>.Empty.Add(model.ArtifactPath, new(model.ModelId, model.Signature)));

    public static ImmutableArray<LoggedSignature> Read(NpgsqlDataReader row, int column) => row.IsDBNull(column)
        ? []
        : [.. row.Json<ImmutableSortedDictionary<string, Stored>>(column).Select(model => new LoggedSignature { ArtifactPath = model.Key, ModelId = model.Value.Id, Signature = model.Value.Signature })];

    private sealed record Stored(string? Id, string? Signature);
}
