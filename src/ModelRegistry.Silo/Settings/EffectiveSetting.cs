namespace ModelRegistry.Silo.Settings;

/// <summary>A setting as it holds.</summary>
/// <param name="Name">Section, key and, in lists, the place from 0, such as <c>LogRetention:KeepDays</c>.</param>
/// <param name="Value">Null when it is not set; without secrets.</param>
/// <param name="Source"><c>default</c>, <c>settings.yaml</c>, <c>notifications.json</c>, <c>environment</c> or <c>command line</c>.</param>
internal sealed record EffectiveSetting(string Name, string? Value, string Source);
