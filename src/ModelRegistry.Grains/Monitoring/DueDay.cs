namespace ModelRegistry.Grains.Monitoring;

/// <summary>A closed as-of day that waits for its scan.</summary>
/// <param name="Drill">0, or the fire drill it belongs to.</param>
/// <param name="Day">The day.</param>
internal readonly record struct DueDay(int Drill, DateOnly Day);
