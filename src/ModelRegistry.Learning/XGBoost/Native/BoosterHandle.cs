using System.Runtime.InteropServices;

namespace ModelRegistry.Learning.XGBoost.Native;

internal sealed class BoosterHandle : SafeHandle
{
    public BoosterHandle(nint booster)
        : base(0, ownsHandle: true) => SetHandle(booster);

    public override bool IsInvalid => handle == 0;

    protected override bool ReleaseHandle() => NativeMethods.XGBoosterFree(handle) == 0;
}
