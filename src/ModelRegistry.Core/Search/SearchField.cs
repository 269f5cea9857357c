namespace ModelRegistry.Core.Search;

/// <summary>A field of what is searched.</summary>
/// <param name="Name">As in <see cref="SearchFields"/>, such as <c>stage</c> or <c>tags</c>.</param>
/// <param name="Key">Which tag, param or metric; null for plain fields.</param>
/// <param name="Kind">Of its values.</param>
public sealed record SearchField(string Name, string? Key, SearchKind Kind);
