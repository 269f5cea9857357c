using System.Collections.Immutable;

namespace Orleans.InProcess;

/// <summary>An item on its way, with the request context it was sent in.</summary>
internal sealed record StreamItem(object? Value, SequenceToken Token, ImmutableDictionary<string, object>? Context);
