namespace ModelRegistry.Learning.Flavors;

/// <summary>Reads artifacts of one kind into scorers.</summary>
public interface IModelFlavor
{
    /// <summary>As it stands in a version: <c>xgboost</c>, <c>stock-ranking</c>…</summary>
    string Name { get; }

    /// <summary>Reads and validates an artifact; never crashes or hangs on a hostile one.</summary>
    /// <exception cref="InvalidModelException">The artifact is not a model this flavor can score; says where and why.</exception>
    IScorer Load(ReadOnlyMemory<byte> artifact);
}
