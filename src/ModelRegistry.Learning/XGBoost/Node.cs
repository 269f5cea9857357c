using System.Runtime.InteropServices;

namespace ModelRegistry.Learning.XGBoost;

/// <summary>
/// One node, 16 bytes. Children lie side by side: right is <see cref="Left"/> + 1. A leaf points at itself (its threshold is NaN, which
/// no value is below, and its Left is itself - 1), so that a walk may take more steps than the path is long without looking where it is.
/// </summary>
[StructLayout(LayoutKind.Sequential)]
internal readonly struct Node
{
    private const uint DefaultLeftBit = 0x8000_0000;

    private readonly uint _featureAndDefault;

    private Node(uint featureAndDefault, float threshold, int left, float value)
    {
        _featureAndDefault = featureAndDefault;
        Threshold = threshold;
        Left = left;
        Value = value;
    }

    /// <summary>Rows below go left.</summary>
    public float Threshold { get; }

    public int Left { get; }

    /// <summary>What a leaf adds to the margin.</summary>
    public float Value { get; }

    public int Feature => (int)(_featureAndDefault & ~DefaultLeftBit);

    /// <summary>Missing values go left.</summary>
    public bool DefaultLeft => (_featureAndDefault & DefaultLeftBit) != 0;

    public static Node Split(int feature, bool defaultLeft, float threshold, int left) =>
        new((uint)feature | (defaultLeft ? DefaultLeftBit : 0), threshold, left, value: 0);

    public static Node Leaf(int self, float value) => new(0, float.NaN, self - 1, value);

    public int Next(float x) => Left + (((x < Threshold) | (float.IsNaN(x) & DefaultLeft)) ? 0 : 1);
}
