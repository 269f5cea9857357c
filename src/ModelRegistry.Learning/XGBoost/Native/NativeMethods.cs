using System.Runtime.InteropServices;

namespace ModelRegistry.Learning.XGBoost.Native;

/// <summary>The part of XGBoost's C API (c_api.h, 1.7) that a trainer needs. Every call answers 0, or -1 with the reason in XGBGetLastError.</summary>
internal static partial class NativeMethods
{
    internal const string Library = "xgboost";

    [LibraryImport(Library)]
    internal static partial nint XGBGetLastError();

    [LibraryImport(Library)]
    internal static partial void XGBoostVersion(out int major, out int minor, out int patch);

    [LibraryImport(Library)]
    internal static unsafe partial int XGDMatrixCreateFromMat(float* rows, ulong count, ulong columns, float missing, out nint matrix);

    [LibraryImport(Library)]
    internal static partial int XGDMatrixFree(nint matrix);

    [LibraryImport(Library, StringMarshalling = StringMarshalling.Utf8)]
    internal static unsafe partial int XGDMatrixSetFloatInfo(DMatrixHandle matrix, string field, float* values, ulong length);

    [LibraryImport(Library, StringMarshalling = StringMarshalling.Utf8)]
    internal static unsafe partial int XGDMatrixSetUIntInfo(DMatrixHandle matrix, string field, uint* values, ulong length);

    [LibraryImport(Library)]
    internal static unsafe partial int XGBoosterCreate(nint* matrices, ulong length, out nint booster);

    [LibraryImport(Library)]
    internal static partial int XGBoosterFree(nint booster);

    [LibraryImport(Library, StringMarshalling = StringMarshalling.Utf8)]
    internal static partial int XGBoosterSetParam(BoosterHandle booster, string name, string value);

    [LibraryImport(Library, StringMarshalling = StringMarshalling.Utf8)]
    internal static partial int XGBoosterSetStrFeatureInfo(BoosterHandle booster, string field, string[] values, ulong length);

    [LibraryImport(Library)]
    internal static partial int XGBoosterGetNumFeature(BoosterHandle booster, out ulong count);

    [LibraryImport(Library)]
    internal static partial int XGBoosterUpdateOneIter(BoosterHandle booster, int round, DMatrixHandle matrix);

    [LibraryImport(Library, StringMarshalling = StringMarshalling.Utf8)]
    internal static unsafe partial int XGBoosterPredictFromDMatrix(
        BoosterHandle booster, DMatrixHandle matrix, string config, out ulong* shape, out ulong dimensions, out float* result);

    [LibraryImport(Library, StringMarshalling = StringMarshalling.Utf8)]
    internal static unsafe partial int XGBoosterSaveModelToBuffer(BoosterHandle booster, string config, out ulong length, out byte* buffer);
}
