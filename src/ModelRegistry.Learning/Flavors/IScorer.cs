using System.Collections.Immutable;

namespace ModelRegistry.Learning.Flavors;

/// <summary>A loaded model. Immutable and safe for any number of threads; managed code only.</summary>
public interface IScorer
{
    /// <summary>Feature names in the order in which rows are laid out.</summary>
    ImmutableArray<string> Features { get; }

    /// <summary>True when scores are meant to be ranked within an as-of time, so that quintiles make sense.</summary>
    bool Ranks { get; }

    /// <summary>Scores rows.</summary>
    /// <param name="rows">Row-major, <paramref name="count"/> × number of features; NaN is missing.</param>
    /// <param name="count">Rows.</param>
    /// <param name="scores">Receives one score a row.</param>
    void Score(ReadOnlySpan<float> rows, int count, Span<float> scores);
}
