using System.Collections.Immutable;
using YamlDotNet.RepresentationModel;

namespace ModelRegistry.Core.Registry.Policy;

/// <summary>Walks the nodes of a policy and collects what is wrong with them.</summary>
internal sealed class PolicyErrors
{
    private readonly List<string> errors = [];

    public bool Any => errors.Count > 0;

    public ImmutableArray<string> All => [.. errors];

    public void Add(YamlNode node, string text) => errors.Add($"line {node.Start.Line}: {text}");

    /// <summary>Notes an unknown key and goes on with what there is.</summary>
    public T Unknown<T>(T unchanged, YamlScalarNode key, string known)
    {
        Add(key, $"'{key.Value}' is not known here; {known} are");
        return unchanged;
    }

    /// <summary>The members of a mapping; an empty node has none, anything else is an error. Keys are plain text and occur once.</summary>
    public List<(YamlScalarNode Key, YamlNode Value)> Members(YamlNode node, string where)
    {
        if (node is YamlScalarNode { Value: null or "" or "~" or "null" })
            return [];
        if (node is not YamlMappingNode mapping)
        {
            Add(node, $"{where} is to be a mapping of keys to values");
            return [];
        }

        foreach (var wrong in mapping.Children.Keys.Where(key => key is not YamlScalarNode { Value.Length: > 0 }))
            Add(wrong, $"a key of {where} is to be plain text");
        return [.. mapping.Children.Where(m => m.Key is YamlScalarNode { Value.Length: > 0 }).Select(m => ((YamlScalarNode)m.Key, m.Value))];
    }
}
