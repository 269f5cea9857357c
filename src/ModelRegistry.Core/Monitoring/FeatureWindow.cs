namespace ModelRegistry.Core.Monitoring;

/// <summary>One feature's cells of the window that is judged and of the days before it.</summary>
/// <param name="Feature">Its name in the reference.</param>
/// <param name="Window">The last as-of days.</param>
/// <param name="Baseline">The as-of days before them.</param>
/// <param name="Note">What is special about these cells; empty where nothing is.</param>
/// <param name="WantedDays">Days the window should have, where they are not the policy's; no calibration holds for such a window, so it is judged by deciles.</param>
public sealed record FeatureWindow(string Feature, CellSum Window, CellSum Baseline, string Note = "", int? WantedDays = null);
