using ModelRegistry.Core.Tracking;

namespace ModelRegistry.Core.Tests.Tracking;

public sealed class ArtifactPathTests
{
    [Theory]
    [InlineData("1/run/artifacts/MLmodel", "1/run/artifacts/MLmodel")]
    [InlineData("a/b/", "a/b")]
    [InlineData("a%20b", "a b")]
    [InlineData("a%252520b", "a b")]
    [InlineData("a%2Fb", "a/b")]
    [InlineData("100%", "100%")]
    [InlineData("50%zz", "50%zz")]
    [InlineData("%E6%A0%AA 株", "株 株")]
    [InlineData("...", "...")]
    [InlineData("a..b", "a..b")]
    [InlineData("sha256", "sha256")]
    public void Parse_Path_IsWhatClientsMean(string given, string path) => Assert.Equal(path, ArtifactPath.Parse(given));

    [Theory]
    [InlineData("", "is empty")]
    [InlineData("/", "is empty")]
    [InlineData("//", "empty part")]
    [InlineData("/a", "empty part")]
    [InlineData("a//b", "empty part")]
    [InlineData("a/./b", "'..'")]
    [InlineData("..", "'..'")]
    [InlineData("a/%2e%2E/b", "'..'")]
    [InlineData("a/%25252e%25252e/b", "'..'")]
    [InlineData("a%5Cb", @"\")]
    [InlineData("a%00b", "control character")]
    [InlineData("a\nb", "control character")]
    [InlineData("a\ud800b", "Unicode")]
    [InlineData("a%EF%BF%BDb", "Unicode")]
    [InlineData("a%FFb", "UTF-8")]
    [InlineData("%C3", "UTF-8")]
    [InlineData("a#b", "#")]
    [InlineData("c:/windows", "drive")]
    public void Parse_WhatIsNoPath_IsRefusedWithTheReason(string given, string words)
    {
        var refused = Assert.Throws<TrackingException>(() => ArtifactPath.Parse(given));
        Assert.Equal(TrackingFault.Invalid, refused.Fault);
        Assert.StartsWith("Invalid path: '", refused.Message, StringComparison.Ordinal);
        Assert.Contains(words, refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Parse_EncodedWithoutEnd_IsRefused()
    {
        var given = "..";
        for (var i = 0; i < 12; i++)
            given = given.Replace("%", "%25", StringComparison.Ordinal).Replace(".", "%2e", StringComparison.Ordinal);
        Assert.Contains("too often", Assert.Throws<TrackingException>(() => ArtifactPath.Parse(given)).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("mlflow-artifacts:/0/run/artifacts", "0/run/artifacts")]
    [InlineData("mlflow-artifacts:///0/run/", "0/run")]
    [InlineData("mlflow-artifacts://here:5000/0//run", "0/run")]
    [InlineData("mlflow-artifacts://HERE:5000", "")]
    [InlineData("MLFLOW-ARTIFACTS:/a?x=y", "a")]
    [InlineData("mlflow-artifacts:/a%20b", "a b")]
    [InlineData("mlflow-artifacts:/", "")]
    [InlineData("mlflow-artifacts://there:5000/0/run", null)]
    [InlineData("mlflow-artifacts://here/0/run", null)]
    [InlineData("s3://bucket/0", null)]
    [InlineData("/0/run", null)]
    [InlineData("models:/a/1", null)]
    public void PathIn_Uri_IsThePathOnThisServer(string uri, string? path) => Assert.Equal(path, ArtifactUri.PathIn(uri, "here:5000"));
}
