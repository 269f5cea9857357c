namespace ModelRegistry.Learning.XGBoost.Native;

/// <summary>Rows held by libxgboost. NaN is missing.</summary>
internal sealed class DMatrix : IDisposable
{
    private DMatrix(DMatrixHandle handle, int rows, int columns)
    {
        Handle = handle;
        Rows = rows;
        Columns = columns;
    }

    public int Rows { get; }

    public int Columns { get; }

    internal DMatrixHandle Handle { get; }

    /// <summary>Copies rows into the library.</summary>
    /// <param name="values">Row-major, a whole number of rows of <paramref name="columns"/> values, finite or NaN.</param>
    /// <exception cref="XGBoostException">The library refuses the values, or is not installed.</exception>
    public static unsafe DMatrix FromRows(ReadOnlySpan<float> values, int columns)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(columns);
        var rows = values.Length / columns;
        if (rows == 0 || rows * columns != values.Length)
            throw new ArgumentException($"{values.Length} values are not one or more whole rows of {columns}.", nameof(values));
        RefuseInfinity(values, columns);
        XGBoostLibrary.EnsureInstalled();
        fixed (float* first = values)
        {
            var code = NativeMethods.XGDMatrixCreateFromMat(first, (ulong)rows, (ulong)columns, float.NaN, out var matrix);
            XGBoostLibrary.Check(code, nameof(NativeMethods.XGDMatrixCreateFromMat));
            return new DMatrix(new DMatrixHandle(matrix), rows, columns);
        }
    }

    /// <summary>What is to be learned, one value a row.</summary>
    public unsafe void SetLabels(ReadOnlySpan<float> labels)
    {
        if (labels.Length != Rows)
            throw new ArgumentException($"{labels.Length} labels for {Rows} rows.", nameof(labels));
        var bad = IndexOfNonFinite(labels);
        if (bad >= 0)
            throw new ArgumentException($"Label {bad} is {labels[bad]}; labels are finite.", nameof(labels));
        fixed (float* first = labels)
        {
            XGBoostLibrary.Check(
                NativeMethods.XGDMatrixSetFloatInfo(Handle, "label", first, (ulong)labels.Length),
                nameof(NativeMethods.XGDMatrixSetFloatInfo));
        }
    }

    /// <summary>Sizes of the consecutive groups within which a ranking objective compares rows; they add up to <see cref="Rows"/>.</summary>
    public unsafe void SetGroups(ReadOnlySpan<uint> sizes)
    {
        fixed (uint* first = sizes)
        {
            XGBoostLibrary.Check(
                NativeMethods.XGDMatrixSetUIntInfo(Handle, "group", first, (ulong)sizes.Length),
                nameof(NativeMethods.XGDMatrixSetUIntInfo));
        }
    }

    public void Dispose() => Handle.Dispose();

    private static void RefuseInfinity(ReadOnlySpan<float> values, int columns)
    {
        for (var i = 0; i < values.Length; i++)
        {
            if (float.IsInfinity(values[i]))
                throw new ArgumentException($"Row {i / columns}, column {i % columns} is {values[i]}; values are finite, or NaN where missing.", nameof(values));
        }
    }

    private static int IndexOfNonFinite(ReadOnlySpan<float> values)
    {
        for (var i = 0; i < values.Length; i++)
        {
            if (!float.IsFinite(values[i]))
                return i;
        }

        return -1;
    }
}
