using ModelRegistry.Contracts.Registry;

namespace ModelRegistry.Core.Tests.Registry;

/// <summary>A registered model so simple that it can be read: what each command may do, and what is there afterwards. Commands say whether they were carried out.</summary>
internal sealed class SimpleModel(bool governed)
{
    private static readonly string[] Arrows =
    [
        "Draft>Trained", "Trained>Validated", "Validated>Staging", "Staging>Production", "Production>Deprecated", "Deprecated>Archived",
        "Draft>Archived", "Trained>Archived", "Validated>Archived", "Staging>Archived", "Production>Staging",
    ];

    private readonly HashSet<int> served = [];
    private readonly HashSet<int> deleted = [];

    /// <summary>By number.</summary>
    public List<Stage> Stages { get; private init; } = [];

    public List<int> Former { get; private init; } = [];

    public Dictionary<string, int> Aliases { get; private init; } = [];

    /// <summary>Number and principal.</summary>
    public HashSet<(int Number, string Principal)> Approvals { get; private init; } = [];

    public List<int> Shadows { get; private init; } = [];

    /// <summary>The report; 0 while promotions are open.</summary>
    public int Frozen { get; private set; }

    public int? Serving => Stages.LastIndexOf(Stage.Production) is var index and >= 0 ? index + 1 : null;

    public SimpleModel Clone()
    {
        var clone = new SimpleModel(governed)
        {
            Stages = [.. Stages], Former = [.. Former], Aliases = new(Aliases), Approvals = [.. Approvals], Shadows = [.. Shadows], Frozen = Frozen,
        };
        clone.served.UnionWith(served);
        clone.deleted.UnionWith(deleted);
        return clone;
    }

    public bool Register(Stage stage)
    {
        if (stage is not (Stage.Draft or Stage.Trained))
            return false;
        Stages.Add(stage);
        return true;
    }

    public IReadOnlySet<int> Deleted => deleted;

    public bool Delete(int number)
    {
        if (!Exists(number) || Stages[number - 1] == Stage.Production)
            return false;
        deleted.Add(number);
        Former.Remove(number);
        Shadows.Remove(number);
        foreach (var alias in Aliases.Where(alias => alias.Value == number).ToList())
            Aliases.Remove(alias.Key);
        return true;
    }

    public bool Promote(int number, Stage to)
    {
        if (!Exists(number) || to is not (Stage.Staging or Stage.Production) || Frozen != 0)
            return false;
        var from = Stages[number - 1];
        if (from == to || (governed && from > to))
            return false;
        if (to == Stage.Production)
            Clear(number);
        Put(number, to);
        return true;
    }

    public bool Transition(int number, Stage to)
    {
        if (!Exists(number))
            return false;
        var from = Stages[number - 1];
        if (from == to || (governed && !Arrows.Contains($"{from}>{to}")))
            return false;
        if (Frozen != 0 && to is Stage.Staging or Stage.Production && from != Stage.Production)
            return false;
        if (governed && to == Stage.Production)
            Clear(number);
        Put(number, to);
        return true;
    }

    public bool RollBack(int? to)
    {
        var target = to ?? (Serving is not null && Former.Count > 0 ? Former[^1] : 0);
        if (!Exists(target) || !served.Contains(target) || Stages[target - 1] == Stage.Production)
            return false;
        var from = Serving;
        for (var i = 0; i < Stages.Count; i++)
            Stages[i] = Stages[i] == Stage.Production ? Stage.Archived : Stages[i];
        var index = Former.IndexOf(target);
        if (index >= 0)
            Former.RemoveRange(index, Former.Count - index);
        else if (from is { } number)
            Former.Add(number);
        Stages[target - 1] = Stage.Production;
        Shadows.Remove(target);
        return true;
    }

    public bool Approve(int number, string principal) => Exists(number) && Stages[number - 1] != Stage.Archived && Approvals.Add((number, principal));

    public bool SetAlias(string alias, int number)
    {
        if (Exists(number))
            Aliases[alias] = number;
        return Exists(number);
    }

    public bool RemoveAlias(string alias) => Aliases.Remove(alias);

    public bool SetShadows(IReadOnlyList<int> numbers)
    {
        if (numbers.Distinct().Count() < numbers.Count || numbers.Any(number => !Exists(number) || Stages[number - 1] == Stage.Production))
            return false;
        Shadows.Clear();
        Shadows.AddRange(numbers);
        return true;
    }

    public bool Freeze(int report)
    {
        Frozen = report;
        return true;
    }

    public bool Thaw()
    {
        var was = Frozen;
        Frozen = 0;
        return was != 0;
    }

    private bool Exists(int number) => number >= 1 && number <= Stages.Count && !deleted.Contains(number);

    private void Clear(int except)
    {
        for (var number = 1; number <= Stages.Count; number++)
        {
            if (number != except && Stages[number - 1] == Stage.Production)
                Put(number, Stage.Archived);
        }
    }

    private void Put(int number, Stage to)
    {
        var from = Stages[number - 1];
        Stages[number - 1] = to;
        if (from == Stage.Production || to == Stage.Production)
            Former.Remove(number);
        if (from == Stage.Production)
            Former.Add(number);
        if (to != Stage.Production)
            return;
        served.Add(number);
        Shadows.Remove(number);
    }
}
