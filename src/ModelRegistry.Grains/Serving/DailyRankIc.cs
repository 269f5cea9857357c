namespace ModelRegistry.Grains.Serving;

/// <summary>How well the scores of one as-of day ranked what happened.</summary>
/// <param name="AsOf">The day.</param>
/// <param name="RankIc">Spearman correlation of score and actual.</param>
/// <param name="Outcomes">Pairs it was taken over.</param>
public sealed record DailyRankIc(DateTimeOffset AsOf, double RankIc, int Outcomes);
