using YamlDotNet.Core;
using YamlDotNet.Core.Events;
using YamlDotNet.RepresentationModel;

namespace ModelRegistry.Core;

/// <summary>YAML of one document, read safely: building its nodes takes a stack as deep as they are nested, so that is looked at first.</summary>
public static class YamlText
{
    /// <summary>Lists and mappings within each other.</summary>
    public const int MaxDepth = 32;

    /// <summary>The root of the document; null when the text is empty.</summary>
    /// <exception cref="YamlException">It is no YAML, is nested more deeply than <see cref="MaxDepth"/>, or has a second document.</exception>
    public static YamlNode? Root(string text)
    {
        CheckDepth(text);
        var stream = new YamlStream();
        stream.Load(new StringReader(text));
        return stream.Documents switch
        {
            [] => null,
            [var only] => only.RootNode,
            [_, var second, ..] => throw new YamlException(second.RootNode.Start, second.RootNode.End, "a second document begins; one is wanted"),
        };
    }

    private static void CheckDepth(string text)
    {
        var parser = new Parser(new StringReader(text));
        for (var depth = 0; parser.MoveNext();)
        {
            depth += parser.Current!.NestingIncrease;
            if (depth > MaxDepth && parser.Current is MappingStart or SequenceStart)
                throw new YamlException(parser.Current.Start, parser.Current.End, $"lists and mappings are nested more than {MaxDepth} deep");
        }
    }
}
