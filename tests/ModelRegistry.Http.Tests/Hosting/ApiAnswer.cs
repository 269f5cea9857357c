using System.Text.Json.Nodes;

namespace ModelRegistry.Http.Tests.Hosting;

/// <summary>What came back.</summary>
public sealed record ApiAnswer(int Status, string? MediaType, string Text, string? ETag)
{
    public JsonNode Json => JsonNode.Parse(Text)!;

    /// <summary>Holds the answer to be a problem of this kind, complete as every refusal has to be.</summary>
    public void MustBeProblem(int status, string code, params string[] words)
    {
        Assert.True(Status == status, $"{Status} where {status} was wanted: {Text}");
        Assert.Equal("application/problem+json", MediaType);
        Assert.Equal(status, Json["status"]!.GetValue<int>());
        Assert.Equal(code, Json["code"]!.GetValue<string>());
        Assert.NotEmpty(Json["title"]!.GetValue<string>());
        var detail = Json["detail"]!.GetValue<string>();
        Assert.All(words, word => Assert.Contains(word, detail, StringComparison.Ordinal));
        Assert.DoesNotContain("ModelRegistry.", detail, StringComparison.Ordinal);
        Assert.DoesNotContain("System.", detail, StringComparison.Ordinal);
    }
}
