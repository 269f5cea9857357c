namespace ModelRegistry.Grains.Serving;

/// <summary>Quintiles of scores within groups.</summary>
internal static class Quintiles
{
    /// <summary>The fewest scores of one group that are given quintiles.</summary>
    public const int Least = 5;

    /// <summary>
    /// 1 (lowest) to 5 by rank within each group; null in groups of fewer than <see cref="Least"/>. Equal scores get the same quintile, that of
    /// their mean rank.
    /// </summary>
    public static int?[] Of<TGroup>(IReadOnlyList<double> scores, IReadOnlyList<TGroup> groups)
        where TGroup : notnull
    {
        var quintiles = new int?[scores.Count];
        foreach (var group in Enumerable.Range(0, scores.Count).GroupBy(i => groups[i]))
        {
            var order = group.OrderBy(i => scores[i]).ToArray();
            if (order.Length >= Least)
                Assign(order, scores, quintiles);
        }

        return quintiles;
    }

    private static void Assign(int[] order, IReadOnlyList<double> scores, int?[] quintiles)
    {
        for (var first = 0; first < order.Length;)
        {
            var last = first;
            while (last + 1 < order.Length && scores[order[last + 1]].Equals(scores[order[first]]))
                last++;
            var meanRank = (first + last) / 2.0;
            var quintile = 1 + (int)(meanRank * 5 / order.Length);
            for (var i = first; i <= last; i++)
                quintiles[order[i]] = quintile;
            first = last + 1;
        }
    }
}
