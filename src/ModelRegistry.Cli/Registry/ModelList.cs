using System.Collections.Immutable;
using ModelRegistry.Postgres.ReadModels;

namespace ModelRegistry.Cli.Registry;

/// <summary>A page of models.</summary>
internal sealed record ModelList(ImmutableArray<ModelSummary> Models, string? NextPageToken);
