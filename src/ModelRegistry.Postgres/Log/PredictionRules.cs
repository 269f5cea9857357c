using System.Globalization;
using ModelRegistry.Contracts.Serving;

namespace ModelRegistry.Postgres.Log;

/// <summary>What a row must be to be taken into the buffer, so that hardly any is refused by the database later.</summary>
internal sealed class PredictionRules(int maxFeatures, int daysAhead, TimeProvider time)
{
    /// <exception cref="InvalidLogRowException">The first row that breaks a rule.</exception>
    public void Check(IReadOnlyList<PredictionRow> rows)
    {
        var today = LogTime.Today(time);
        for (var i = 0; i < rows.Count; i++)
        {
            CheckIdentity(i, rows[i], today);
            CheckTexts(i, rows[i]);
            CheckNumbers(i, rows[i]);
        }
    }

    private void CheckIdentity(int index, PredictionRow row, DateOnly today)
    {
        var day = LogTime.DayOf(row.PredictionId)
            ?? throw new InvalidLogRowException(index, "predictionId", $"{row.PredictionId:D} is no UUIDv7");
        if (day < today.AddDays(-1) || day > today.AddDays(daysAhead))
            throw new InvalidLogRowException(index, "predictionId",
                $"{row.PredictionId:D} is of {Day(day)}; the log takes ids made from {Day(today.AddDays(-1))} to {Day(today.AddDays(daysAhead))}");
        if (row.ModelId == Guid.Empty)
            throw new InvalidLogRowException(index, "modelId", "is empty");
        if (row.Version < 1)
            throw new InvalidLogRowException(index, "version", $"is {row.Version}; versions are numbered from 1");
        if (!Enum.IsDefined(row.Role))
            throw new InvalidLogRowException(index, "role", $"{(int)row.Role} is none of {string.Join(", ", Enum.GetNames<TrafficRole>())}");
        if (row.AsOf < LogTime.Earliest || row.AsOf > LogTime.Latest)
            throw new InvalidLogRowException(index, "asOf", $"{row.AsOf:O} must lie between {LogTime.Earliest:O} and {LogTime.Latest:O}");
    }

    private static void CheckTexts(int index, PredictionRow row)
    {
        CheckText(index, "entity", row.Entity);
        CheckText(index, "unit", row.Unit);
        if (row.Variant is not null)
            CheckText(index, "variant", row.Variant);
    }

    private static void CheckText(int index, string field, string? text)
    {
        var fault = text is null ? "is null" : LogText.Fault(text);
        if (fault is not null)
            throw new InvalidLogRowException(index, field, fault);
    }

    private void CheckNumbers(int index, PredictionRow row)
    {
        if (!double.IsFinite(row.Score))
            throw new InvalidLogRowException(index, "score", $"is {row.Score.ToString(CultureInfo.InvariantCulture)}; a score is a finite number");
        if (row.Features is null || row.Features.Length > maxFeatures)
            throw new InvalidLogRowException(index, "features", $"has {row.Features?.Length.ToString(CultureInfo.InvariantCulture) ?? "no"} values; the log takes 0 to {maxFeatures}");
        for (var i = 0; i < row.Features.Length; i++)
        {
            if (float.IsInfinity(row.Features[i]))
                throw new InvalidLogRowException(index, $"features[{i}]", "is infinite; a feature is a finite number, or NaN where it is missing");
        }
    }

    private static string Day(DateOnly day) => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
}
