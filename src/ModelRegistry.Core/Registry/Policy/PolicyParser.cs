using System.Collections.Immutable;
using System.Text;
using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace ModelRegistry.Core.Registry.Policy;

/// <summary>Reads <c>promotion-policy.yaml</c>. Strict: what is not understood is an error, never ignored.</summary>
public static class PolicyParser
{
    private const int MaxLength = 1_000_000;

    /// <exception cref="PolicyFormatException">Names every mistake with its line.</exception>
    public static PromotionPolicy Parse(string yaml)
    {
        if (yaml.Length > MaxLength)
            throw new PolicyFormatException([$"the file has {yaml.Length} characters, at most {MaxLength} are read"]);
        var digest = Hashing.Digest.Of(Encoding.UTF8.GetBytes(yaml));
        var errors = new PolicyErrors();
        var policy = Root(yaml) is { } root ? Read(root, errors, digest) : PromotionPolicy.Empty with { Digest = digest };
        return errors.Any ? throw new PolicyFormatException(errors.All) : policy;
    }

    private static YamlNode? Root(string yaml)
    {
        try
        {
            return YamlText.Root(yaml);
        }
        catch (YamlException e)
        {
            throw new PolicyFormatException([$"line {e.Start.Line}: {e.Message}"], e);
        }
    }

    private static PromotionPolicy Read(YamlNode root, PolicyErrors errors, string digest)
    {
        var policy = PromotionPolicy.Empty with { Digest = digest };
        foreach (var (key, value) in errors.Members(root, "the policy"))
        {
            policy = key.Value switch
            {
                "defaults" => policy with { Defaults = SectionParser.Read(value, "defaults", errors) },
                "strategies" => policy with { Strategies = Named(value, "strategies", errors) },
                "models" => policy with { Models = Named(value, "models", errors) },
                _ => errors.Unknown(policy, key, "defaults, strategies and models"),
            };
        }

        return policy;
    }

    private static ImmutableDictionary<string, PolicySection> Named(YamlNode node, string where, PolicyErrors errors)
        => errors.Members(node, where).ToImmutableDictionary(
            member => member.Key.Value!, member => SectionParser.Read(member.Value, $"{where}.{member.Key.Value}", errors));
}
