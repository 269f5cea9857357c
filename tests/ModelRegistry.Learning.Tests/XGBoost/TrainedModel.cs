using ModelRegistry.Learning.XGBoost;
using ModelRegistry.Learning.XGBoost.Native;

namespace ModelRegistry.Learning.Tests.XGBoost;

/// <summary>Models trained on a seeded sample with missing values.</summary>
internal static class TrainedModel
{
    public static readonly string[] Features = ["momentum", "volume", "distance", "return"];

    public static float[] Rows(int count, int seed, double missing = 0.1)
    {
        var random = new Random(seed);
        var rows = new float[count * Features.Length];
        foreach (ref var value in rows.AsSpan())
            value = random.NextDouble() < missing ? float.NaN : (float)((random.NextDouble() * 4) - 2);
        return rows;
    }

    public static Booster Train(BoosterParameters parameters, int rows = 400, int dataSeed = 1)
    {
        var values = Rows(rows, dataSeed);
        using var matrix = DMatrix.FromRows(values, Features.Length);
        matrix.SetLabels(Labels(values, parameters.Objective));
        if (parameters.Objective.StartsWith("rank:", StringComparison.Ordinal))
            matrix.SetGroups([.. Enumerable.Repeat(20u, rows / 20)]);
        return Booster.Train(matrix, Features, parameters);
    }

    public static byte[] Json(BoosterParameters? parameters = null)
    {
        using var booster = Train(parameters ?? Small);
        return booster.SaveJson();
    }

    public static BoosterParameters Small { get; } = new() { Rounds = 3, Depth = 3, MinChildWeight = 1, Seed = 7 };

    private static float[] Labels(float[] values, string objective)
    {
        var labels = new float[values.Length / Features.Length];
        for (var i = 0; i < labels.Length; i++)
        {
            var row = values.AsSpan(i * Features.Length, Features.Length);
            var signal = (float.IsNaN(row[0]) ? 0.5f : MathF.Sin(row[0])) + (float.IsNaN(row[1]) ? -0.3f : row[1] * row[2]);
            if (float.IsNaN(signal))
                signal = 0;
            labels[i] = objective.Contains("squarederror", StringComparison.Ordinal) ? signal : signal > 0 ? 1 : 0;
        }

        return labels;
    }
}
