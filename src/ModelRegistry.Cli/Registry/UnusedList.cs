using System.Collections.Immutable;
using ModelRegistry.Postgres.ReadModels;

namespace ModelRegistry.Cli.Registry;

/// <summary>The models that nobody asked for.</summary>
internal sealed record UnusedList(ImmutableArray<UnusedModel> Models);
