using System.Globalization;

namespace ModelRegistry.Postgres.Log;

/// <summary>What an actual must be to be stored.</summary>
internal static class ActualRules
{
    /// <exception cref="InvalidLogRowException">The first actual that breaks a rule.</exception>
    public static void Check(Guid modelId, IReadOnlyList<Actual> actuals)
    {
        if (modelId == Guid.Empty)
            throw new ArgumentException("the id of the model is empty", nameof(modelId));
        for (var i = 0; i < actuals.Count; i++)
        {
            if (!double.IsFinite(actuals[i].Value))
                throw new InvalidLogRowException(i, "value", $"is {actuals[i].Value.ToString(CultureInfo.InvariantCulture)}; an actual is a finite number");
            CheckName(i, actuals[i]);
        }
    }

    private static void CheckName(int index, Actual actual)
    {
        if (actual.PredictionId is not null)
        {
            if (actual.Entity is not null || actual.AsOf is not null)
                throw new InvalidLogRowException(index, "predictionId", "comes with entity or asOf; name an actual by its prediction, or by entity and asOf");
            return;
        }
        if (actual.Entity is not { Length: > 0 } entity || actual.AsOf is not { } asOf)
            throw new InvalidLogRowException(index, "predictionId", "is missing, and so is entity or asOf; name an actual by its prediction, or by entity and asOf");
        if (LogText.Fault(entity) is { } fault)
            throw new InvalidLogRowException(index, "entity", fault);
        if (asOf < LogTime.Earliest || asOf > LogTime.Latest)
            throw new InvalidLogRowException(index, "asOf", $"{asOf:O} must lie between {LogTime.Earliest:O} and {LogTime.Latest:O}");
    }
}
