using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json;
using ModelRegistry.Learning.Flavors;

namespace ModelRegistry.Learning.XGBoost;

/// <summary>
/// Reads the JSON that XGBoost writes (1.0 and later; <c>save_model("….json")</c>) into a <see cref="XGBoostModel"/>. The bytes may come from
/// anybody: time and memory are bounded by their length, and whatever is not a whole and sound model is refused.
/// </summary>
internal static class XGBoostReader
{
    /// <exception cref="InvalidModelException">Not a model that can be scored here; says where and why.</exception>
    public static XGBoostModel Read(ReadOnlySpan<byte> json, XGBoostLimits? limits = null)
    {
        limits ??= XGBoostLimits.Default;
        if (json.Length > limits.Bytes)
            throw new InvalidModelException($"The model has {json.Length} bytes; at most {limits.Bytes} are read.");
        var cursor = new JsonCursor(json);
        var draft = new ModelDraft(limits);
        try
        {
            cursor.Read();
            ReadDocument(ref cursor, draft);
            cursor.ReadEnd();
        }
        catch (JsonException broken)
        {
            throw cursor.Error($"not JSON as XGBoost writes it ({broken.Message})", broken);
        }

        return draft.Build();
    }

    private static void ReadDocument(ref JsonCursor json, ModelDraft draft)
    {
        json.EnterObject();
        while (json.NextProperty(out var name))
        {
            if (name == "learner")
                ReadLearner(ref json, draft);
            else
                json.Skip();
        }
    }

    private static void ReadLearner(ref JsonCursor json, ModelDraft draft)
    {
        json.EnterObject("learner");
        while (json.NextProperty(out var name))
        {
            switch (name)
            {
                case "feature_names":
                    ReadNames(ref json, draft);
                    break;
                case "gradient_booster":
                    ReadBooster(ref json, draft);
                    break;
                case "learner_model_param":
                    ReadParameters(ref json, draft);
                    break;
                case "objective":
                    ReadObjective(ref json, draft);
                    break;
                default:
                    json.Skip();
                    break;
            }
        }
    }

    private static void ReadNames(ref JsonCursor json, ModelDraft draft)
    {
        var names = ImmutableArray.CreateBuilder<string>();
        json.EnterArray("feature_names");
        while (json.NextElement())
        {
            if (names.Count == draft.Limits.Features)
                throw json.Error($"more than {draft.Limits.Features} feature names.");
            names.Add(json.Text());
        }

        draft.Names = names.DrainToImmutable();
    }

    private static void ReadBooster(ref JsonCursor json, ModelDraft draft)
    {
        json.EnterObject("gradient_booster");
        while (json.NextProperty(out var name))
        {
            switch (name)
            {
                case "name":
                    if (json.Text() is not "gbtree" and var booster)
                        throw json.Error($"the booster is '{booster}'; only 'gbtree' is scored here.");
                    draft.IsTreeBooster = true;
                    break;
                case "model":
                    ReadTrees(ref json, draft);
                    break;
                default:
                    json.Skip();
                    break;
            }
        }
    }

    private static void ReadTrees(ref JsonCursor json, ModelDraft draft)
    {
        json.EnterObject("model");
        while (json.NextProperty(out var name))
        {
            switch (name)
            {
                case "trees":
                    var raw = new RawTree();
                    json.EnterArray(name);
                    while (json.NextElement())
                    {
                        if (draft.Forest.Trees == draft.Limits.Trees)
                            throw json.Error($"more than {draft.Limits.Trees} trees, the most that is read.");
                        TreeReader.Read(ref json, draft.Forest.Trees, raw, draft.Limits);
                        draft.Forest.Add(raw);
                    }

                    break;
                case "tree_info":
                    ReadGroups(ref json);
                    break;
                case "gbtree_model_param":
                    ReadTreeCount(ref json, draft);
                    break;
                default:
                    json.Skip();
                    break;
            }
        }
    }

    private static void ReadGroups(ref JsonCursor json)
    {
        json.EnterArray("tree_info");
        while (json.NextElement())
        {
            if (json.Integer("tree_info") != 0)
                throw json.Error("the trees belong to several outputs; models of one output are scored here.");
        }
    }

    private static void ReadTreeCount(ref JsonCursor json, ModelDraft draft)
    {
        json.EnterObject("gbtree_model_param");
        while (json.NextProperty(out var name))
        {
            if (name == "num_trees")
                draft.TreesClaimed = json.Count(name, draft.Limits.Trees);
            else if (name == "size_leaf_vector")
                json.Count(name, 1);
            else
                json.Skip();
        }
    }

    private static void ReadParameters(ref JsonCursor json, ModelDraft draft)
    {
        json.EnterObject("learner_model_param");
        while (json.NextProperty(out var name))
        {
            switch (name)
            {
                case "base_score":
                    draft.BaseScore = BaseScore(in json);
                    break;
                case "num_feature":
                    draft.Features = json.Count(name, draft.Limits.Features);
                    break;
                case "num_class" or "num_target":
                    json.Count(name, 1);
                    break;
                default:
                    json.Skip();
                    break;
            }
        }
    }

    /// <summary>A number as text; from XGBoost 3.1 in brackets.</summary>
    private static float BaseScore(in JsonCursor json)
    {
        var text = json.Text();
        var number = text is ['[', .. var inner, ']'] ? inner : text;
        if (!float.TryParse(number, NumberStyles.Float, CultureInfo.InvariantCulture, out var value) || !float.IsFinite(value))
            throw json.Error($"'base_score' is '{text}'; one finite number was expected.");
        return value;
    }

    private static void ReadObjective(ref JsonCursor json, ModelDraft draft)
    {
        json.EnterObject("objective");
        while (json.NextProperty(out var name))
        {
            if (name != "name")
            {
                json.Skip();
                continue;
            }

            draft.Objective = json.Text();
            if (Link.Of(draft.Objective) is null)
                throw json.Error($"the objective '{draft.Objective}' is not scored here; known are {string.Join(", ", Link.Known)}.");
        }
    }
}
