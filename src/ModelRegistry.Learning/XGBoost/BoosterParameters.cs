using System.ComponentModel.DataAnnotations;

namespace ModelRegistry.Learning.XGBoost;

/// <summary>What XGBoost is asked to train; the names are those of its documentation in full words.</summary>
public sealed record BoosterParameters
{
    /// <summary>reg:squarederror, reg:logistic, binary:logistic or rank:pairwise.</summary>
    public string Objective { get; init; } = "reg:squarederror";

    /// <summary>Trees. With 0 the model scores <see cref="BaseScore"/> for every row.</summary>
    [Range(0, 10_000)]
    public int Rounds { get; init; } = 150;

    [Range(1, 16)]
    public int Depth { get; init; } = 4;

    /// <summary>Learning rate.</summary>
    [Range(1e-4, 1.0)]
    public double Eta { get; init; } = 0.05;

    /// <summary>Share of the rows each tree sees.</summary>
    [Range(0.01, 1.0)]
    public double Subsample { get; init; } = 0.8;

    /// <summary>Share of the features each tree sees.</summary>
    [Range(0.01, 1.0)]
    public double ColumnSample { get; init; } = 0.8;

    /// <summary>Least sum of hessians in a leaf; for squared error that is rows.</summary>
    [Range(0.0, 1e9)]
    public double MinChildWeight { get; init; } = 200;

    /// <summary>L2 regularisation of leaf values.</summary>
    [Range(0.0, 1e9)]
    public double Lambda { get; init; } = 1;

    /// <summary>Histogram bins a feature.</summary>
    [Range(2, 65_536)]
    public int Bins { get; init; } = 64;

    /// <summary>Where every score starts; a probability where the objective is logistic.</summary>
    public double BaseScore { get; init; } = 0.5;

    [Range(0, int.MaxValue)]
    public int Seed { get; init; }
}
