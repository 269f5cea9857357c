using System.Collections.Immutable;

namespace ModelRegistry.Core.Tracking;

/// <summary>A run to be made, checked.</summary>
public sealed record NewRun
{
    private NewRun()
    {
    }

    public required Guid Id { get; init; }

    public required long ExperimentId { get; init; }

    public required string Name { get; init; }

    public required string UserId { get; init; }

    /// <summary>Unix milliseconds.</summary>
    public required long StartTime { get; init; }

    /// <summary>By key, with the name among them.</summary>
    public required ImmutableArray<KeyedText> Tags { get; init; }

    /// <param name="name">Null or empty for the one in the tags, or else one made from the id.</param>
    /// <exception cref="TrackingException">It cannot be made like that.</exception>
    public static NewRun Of(Guid id, long experimentId, string? name, string userId, long startTime, IEnumerable<KeyedText> tags, TrackingRules rules)
    {
        if (startTime < 0)
            throw TrackingException.Invalid(FormattableString.Invariant($"Invalid value {startTime} for parameter 'start_time' supplied: Unix milliseconds are wanted, 0 or later."));
        TrackingRules.CheckMaximum("user_id", userId, TrackingLimits.UserId);
        var given = RunBatch.OfTags(tags, rules);
        name = name is { Length: > 0 } ? rules.TagValue(name) : null;
        if (name is not null && given.RunName is { } tagged && tagged != name)
        {
            throw TrackingException.Invalid(
                $"Both 'run_name' argument and '{TrackingRules.RunNameTag}' tag are specified, but with different values (run_name='{name}', {TrackingRules.RunNameTag}='{tagged}').");
        }

        name ??= given.RunName ?? RunNames.For(id);
        var all = given.RunName is null ? RunBatch.OfTags(given.Tags.Add(new(TrackingRules.RunNameTag, name)), rules) : given;
        return new() { Id = id, ExperimentId = experimentId, Name = name, UserId = userId, StartTime = startTime, Tags = all.Tags };
    }
}
