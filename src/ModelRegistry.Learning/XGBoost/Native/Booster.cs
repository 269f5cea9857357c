using System.Globalization;

namespace ModelRegistry.Learning.XGBoost.Native;

/// <summary>
/// A model in the making. Everything that decides its bytes is fixed: one thread, histograms, a seed and a random state that depends on
/// seed and round alone. Not safe for several threads at once; several boosters may train side by side.
/// </summary>
internal sealed class Booster : IDisposable
{
    private readonly BoosterHandle _handle;

    private Booster(BoosterHandle handle) => _handle = handle;

    /// <summary>Trains a model from the start to the end, on the calling thread.</summary>
    /// <param name="training">Rows with labels (and groups, for a ranking objective).</param>
    /// <param name="features">One distinct name a column, kept in the model.</param>
    /// <param name="parameters">What to train.</param>
    /// <param name="progress">Called after each round with the rounds done.</param>
    /// <param name="cancellation">Looked at between rounds.</param>
    /// <exception cref="XGBoostException">The library refuses a parameter or the data.</exception>
    public static Booster Train(
        DMatrix training, IReadOnlyList<string> features, BoosterParameters parameters, Action<int>? progress = null, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(training);
        ArgumentNullException.ThrowIfNull(features);
        ArgumentNullException.ThrowIfNull(parameters);
        if (features.Count != training.Columns)
            throw new ArgumentException($"{features.Count} feature names for {training.Columns} columns.", nameof(features));
        var booster = Create(training);
        try
        {
            booster.Configure(parameters, features);
            for (var round = 0; round < parameters.Rounds; round++)
            {
                cancellation.ThrowIfCancellationRequested();
                XGBoostLibrary.Check(NativeMethods.XGBoosterUpdateOneIter(booster._handle, round, training.Handle), nameof(NativeMethods.XGBoosterUpdateOneIter));
                progress?.Invoke(round + 1);
            }

            return booster;
        }
        catch
        {
            booster.Dispose();
            throw;
        }
    }

    /// <summary>The model as XGBoost's own JSON, UTF-8.</summary>
    public unsafe byte[] SaveJson()
    {
        XGBoostLibrary.Check(
            NativeMethods.XGBoosterSaveModelToBuffer(_handle, """{"format":"json"}""", out var length, out var buffer),
            nameof(NativeMethods.XGBoosterSaveModelToBuffer));
        return new ReadOnlySpan<byte>(buffer, checked((int)length)).ToArray();
    }

    /// <summary>Scores by the library itself, one a row.</summary>
    public unsafe float[] Predict(DMatrix rows)
    {
        ArgumentNullException.ThrowIfNull(rows);
        const string Config = """{"type":0,"training":false,"iteration_begin":0,"iteration_end":0,"strict_shape":false}""";
        XGBoostLibrary.Check(
            NativeMethods.XGBoosterPredictFromDMatrix(_handle, rows.Handle, Config, out var shape, out var dimensions, out var result),
            nameof(NativeMethods.XGBoosterPredictFromDMatrix));
        if (dimensions != 1 || shape[0] != (ulong)rows.Rows)
            throw new XGBoostException($"XGBoosterPredictFromDMatrix: not one score a row ({dimensions} dimensions, first {shape[0]}, rows {rows.Rows}).");
        return new ReadOnlySpan<float>(result, rows.Rows).ToArray();
    }

    public void Dispose() => _handle.Dispose();

    private static unsafe Booster Create(DMatrix training)
    {
        var added = false;
        try
        {
            training.Handle.DangerousAddRef(ref added);
            var matrix = training.Handle.DangerousGetHandle();
            XGBoostLibrary.Check(NativeMethods.XGBoosterCreate(&matrix, 1, out var booster), nameof(NativeMethods.XGBoosterCreate));
            return new Booster(new BoosterHandle(booster));
        }
        finally
        {
            if (added)
                training.Handle.DangerousRelease();
        }
    }

    private void Configure(BoosterParameters parameters, IReadOnlyList<string> features)
    {
        Set("validate_parameters", "1");
        Set("verbosity", "0");
        Set("booster", "gbtree");
        Set("tree_method", "hist");
        Set("nthread", "1");
        Set("seed_per_iteration", "1");
        Set("objective", parameters.Objective);
        Set("seed", parameters.Seed);
        Set("max_depth", parameters.Depth);
        Set("eta", parameters.Eta);
        Set("subsample", parameters.Subsample);
        Set("colsample_bytree", parameters.ColumnSample);
        Set("min_child_weight", parameters.MinChildWeight);
        Set("lambda", parameters.Lambda);
        Set("max_bin", parameters.Bins);
        Set("base_score", parameters.BaseScore);
        XGBoostLibrary.Check(
            NativeMethods.XGBoosterSetStrFeatureInfo(_handle, "feature_name", [.. features], (ulong)features.Count),
            nameof(NativeMethods.XGBoosterSetStrFeatureInfo));
        FixShape(features.Count);
    }

    /// <summary>The library looks at the data only now: a model of no rounds would otherwise be saved without any features.</summary>
    private void FixShape(int columns)
    {
        XGBoostLibrary.Check(NativeMethods.XGBoosterGetNumFeature(_handle, out var count), nameof(NativeMethods.XGBoosterGetNumFeature));
        if (count != (ulong)columns)
            throw new XGBoostException($"XGBoosterGetNumFeature: the library sees {count} features in {columns} columns.");
    }

    private void Set(string name, IFormattable value) => Set(name, value.ToString(format: null, CultureInfo.InvariantCulture));

    private void Set(string name, string value) =>
        XGBoostLibrary.Check(NativeMethods.XGBoosterSetParam(_handle, name, value), $"XGBoosterSetParam {name} = {value}");
}
