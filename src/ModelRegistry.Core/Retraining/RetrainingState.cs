using System.Collections.Immutable;
using ModelRegistry.Contracts.Retraining;

namespace ModelRegistry.Core.Retraining;

/// <summary>The requests for retraining of one model, as their events tell it.</summary>
public sealed record RetrainingState
{
    public required Guid ModelId { get; init; }

    /// <summary>The length of the event stream.</summary>
    public long Revision { get; init; }

    /// <summary>The oldest first.</summary>
    public ImmutableArray<RetrainingRequest> Requests { get; init; } = [];

    /// <summary>Those that no version has answered yet.</summary>
    public IEnumerable<RetrainingRequest> Open => Requests.Where(request => request.AnsweredBy is null);

    /// <summary>Nothing was ever asked for.</summary>
    public static RetrainingState Empty(Guid modelId) => new() { ModelId = modelId };

    public RetrainingView View() => new() { ModelId = ModelId, Revision = Revision, Requests = Requests };
}
