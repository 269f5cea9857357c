namespace ModelRegistry.Learning.XGBoost;

/// <summary>
/// Nodes as columns, laid out for walking without a branch. Children lie side by side: a step goes to <see cref="Left"/> where the value is below
/// the threshold and to the next node otherwise, so a missing value (NaN is below nothing) goes to the latter. A split whose missing values
/// belong to the left is stored mirrored: values negated, threshold turned (x ≥ t exactly when −x is below the float after −t), children swapped.
/// A leaf leads to itself: nothing is below its NaN, and its Left is the node before it.
/// </summary>
/// <param name="Split">Feature, and in the highest bit whether its value is negated.</param>
/// <param name="Threshold">Turned where negated.</param>
/// <param name="Left">Index of the first child.</param>
/// <param name="Value">What a leaf adds to the margin.</param>
internal sealed record NodeTable(uint[] Split, float[] Threshold, int[] Left, float[] Value)
{
    public const uint Negated = 0x8000_0000;

    public int Count => Split.Length;
}
