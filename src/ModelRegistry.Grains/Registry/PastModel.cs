using System.Collections.Immutable;
using ModelRegistry.Core.Registry;
using ModelRegistry.Postgres.ReadModels;

namespace ModelRegistry.Grains.Registry;

/// <summary>A model at a time.</summary>
/// <param name="State">Without a name when it was not yet created.</param>
/// <param name="Versions">All that was said of its versions, by number.</param>
/// <param name="CreatedAt">When it was created, be it later; null when it has no event.</param>
public sealed record PastModel(ModelState State, ImmutableSortedDictionary<int, VersionDetails> Versions, DateTimeOffset? CreatedAt);
