namespace ModelRegistry.Cli.Demo;

/// <summary>Something that was done because of what was seen.</summary>
/// <param name="AsOf">The day the decision rests on.</param>
/// <param name="What">What was done.</param>
/// <param name="Why">As it stands in the audit log.</param>
internal sealed record ReportedAction(string AsOf, string What, string Why);
