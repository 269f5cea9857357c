using System.Runtime.InteropServices;

namespace ModelRegistry.Learning.XGBoost.Native;

internal sealed class DMatrixHandle : SafeHandle
{
    public DMatrixHandle(nint matrix)
        : base(0, ownsHandle: true) => SetHandle(matrix);

    public override bool IsInvalid => handle == 0;

    protected override bool ReleaseHandle() => NativeMethods.XGDMatrixFree(handle) == 0;
}
