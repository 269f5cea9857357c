using ModelRegistry.Http.Tests.Hosting;

namespace ModelRegistry.Http.Tests.Mlflow;

internal static class Refusals
{
    /// <summary>Holds the answer to be an error as MLflow's client reads it.</summary>
    public static void MustBeRefused(this ApiAnswer answer, int status, string code, params string[] words)
    {
        Assert.True(answer.Status == status, $"{answer.Status} where {status} was wanted: {answer.Text}");
        Assert.Equal("application/json", answer.MediaType);
        Assert.Equal(code, (string?)answer.Json["error_code"]);
        var message = (string)answer.Json["message"]!;
        Assert.All(words, word => Assert.Contains(word, message, StringComparison.Ordinal));
        Assert.DoesNotContain("ModelRegistry.", message, StringComparison.Ordinal);
        Assert.DoesNotContain("System.", message, StringComparison.Ordinal);
    }

    public static void MustBeInvalid(this ApiAnswer answer, params string[] words) => answer.MustBeRefused(400, "INVALID_PARAMETER_VALUE", words);

    public static void MustBeUnknown(this ApiAnswer answer, params string[] words) => answer.MustBeRefused(404, "RESOURCE_DOES_NOT_EXIST", words);
}
