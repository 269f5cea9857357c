namespace ModelRegistry.Core.Tracking;

/// <summary>A param or a tag.</summary>
public readonly record struct KeyedText(string Key, string Value);
