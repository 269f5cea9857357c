using System.Collections.Immutable;
using ModelRegistry.Postgres.Log;

namespace ModelRegistry.Http.Native.Requests;

/// <summary>POST …/actuals.</summary>
internal sealed record ActualsBody
{
    /// <summary>Actuals in one request.</summary>
    public const int Most = 10_000;

    public ImmutableArray<ActualBody> Actuals { get; init; } = [];

    /// <exception cref="BadRequestException">Names the first entry that does not fit.</exception>
    public List<Actual> Checked()
    {
        if (Actuals.Length is 0 or > Most)
            throw new BadRequestException($"actuals has {Actuals.Length} entries; 1 to {Most} are taken in one request");
        return [.. Actuals.Select(Check)];
    }

    private static Actual Check(ActualBody actual, int index)
    {
        if (!double.IsFinite(actual.Value))
            throw new BadRequestException($"actuals[{index}].value is {actual.Value}; a finite number is needed");
        var named = actual.PredictionId is not null;
        if (named == (actual.Entity is not null || actual.AsOf is not null) || (!named && (actual.Entity is null || actual.AsOf is null)))
            throw new BadRequestException($"actuals[{index}] needs either predictionId, or entity and asOf");
        return new() { PredictionId = actual.PredictionId, Entity = actual.Entity, AsOf = actual.AsOf?.ToUniversalTime(), Value = actual.Value };
    }
}
