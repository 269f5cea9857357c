using ModelRegistry.Cli.Mlflow;

namespace ModelRegistry.Cli.Tests.Mlflow;

public sealed class SourceCredentialsTests
{
    [Theory]
    [InlineData("http://there:5000", null)]
    [InlineData("http://there:5000", "")]
    [InlineData("http://there:5000", "http://here:8080")]
    [InlineData("http://there:5000", "http://there:5001")]
    [InlineData("https://there:5000", "http://there:5000")]
    [InlineData("http://there:5000/a", "http://there:5000/b")]
    [InlineData("http://there:5000", "databricks")]
    public void Of_TokenForAnotherServer_ShowsNothing(string source, string? tracking) => Assert.Null(SourceCredentials.Of(new(source), null, Environment(tracking)));

    [Theory]
    [InlineData("http://there:5000", "http://there:5000/")]
    [InlineData("http://There/mlflow/", "http://there:80/mlflow")]
    public void Of_TokenForThatServer_ShowsIt(string source, string tracking) => Assert.Equal("Bearer t0ken", $"{SourceCredentials.Of(new(source), null, Environment(tracking))}");

    [Fact]
    public void Of_CredentialsThatAreGiven_ComesBeforeTheEnvironment()
    {
        var environment = Environment("http://there:5000");
        Assert.Equal("Bearer mine", $"{SourceCredentials.Of(new("http://there:5000"), "mine", environment)}");
        Assert.Equal("Basic YWRhOnAgdw==", $"{SourceCredentials.Of(new("http://ada:p%20w@there:5000"), "mine", environment)}");
        Assert.Equal("http://there:5000/", $"{SourceCredentials.Without(new("http://ada:p%20w@there:5000"))}");
    }

    private static Func<string, string?> Environment(string? tracking) => name => name == SourceCredentials.UrlVariable ? tracking : "t0ken";
}
