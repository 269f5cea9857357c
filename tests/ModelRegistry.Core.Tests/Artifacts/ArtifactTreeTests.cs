using ModelRegistry.Core.Artifacts;

namespace ModelRegistry.Core.Tests.Artifacts;

public sealed class ArtifactTreeTests
{
    private static readonly string Content = new('a', 64);

    [Fact]
    public void Of_SameFilesInAnotherOrder_HasTheSameDigest()
    {
        var one = ArtifactTree.Of([File("b/c"), File("a"), File("ü")]);
        var other = ArtifactTree.Of([File("ü"), File("b/c"), File("a")]);

        Assert.Equal(one.Digest, other.Digest);
        Assert.Equal(["a", "b/c", "ü"], one.Files.Select(file => file.Path));
        Assert.Equal(30, one.Size);
        Assert.NotEqual(one.Digest, ArtifactTree.Of([File("b/c"), File("a"), File("u")]).Digest);
        Assert.NotEqual(one.Digest, ArtifactTree.Of([File("b/c"), File("a"), File("ü") with { Digest = new('b', 64) }]).Digest);
    }

    [Fact]
    public void Of_OneFile_IsTheListedDocument()
    {
        var tree = ArtifactTree.Of([File("model.json")]);

        Assert.Equal($$"""{"files":[{"digest":"{{Content}}","path":"model.json","size":10}],"format":"tree/1"}""", System.Text.Encoding.UTF8.GetString(tree.Document));
        Assert.Equal(tree.Files.AsEnumerable(), ArtifactTree.Read(tree.Document)!.Files);
    }

    [Theory]
    [InlineData("")]
    [InlineData("{\"files\":[")]
    [InlineData("{\"files\":[],\"format\":\"tree/1\"}")]
    [InlineData("{\"files\":[{\"digest\":\"x\",\"path\":\"../x\",\"size\":1}],\"format\":\"tree/1\"}")]
    [InlineData("{\"files\": [{\"digest\":\"x\",\"path\":\"x\",\"size\":1}],\"format\":\"tree/1\"}")]
    [InlineData("{\"files\":[{\"digest\":\"x\",\"path\":\"x\",\"size\":1}],\"format\":\"tree/2\"}")]
    public void Read_AnythingElse_IsNoTree(string document) => Assert.Null(ArtifactTree.Read(System.Text.Encoding.UTF8.GetBytes(document)));

    [Theory]
    [InlineData("", "empty")]
    [InlineData("/etc/passwd", "empty part")]
    [InlineData("../x", "'..'")]
    [InlineData("a/../../x", "'..'")]
    [InlineData("a/./x", "'.'")]
    [InlineData("a//x", "empty part")]
    [InlineData("a/", "empty part")]
    [InlineData("..\\x", "separated by /")]
    [InlineData("a\0b", "control character")]
    [InlineData("a\nb", "control character")]
    [InlineData("a\uD800b", "Unicode")]
    public void Of_PathThatLeadsElsewhere_IsRefusedByName(string path, string why)
    {
        var refused = Assert.Throws<InvalidTreeException>(() => ArtifactTree.Of([File("fine"), File(path)]));

        Assert.Contains($"'{path}'", refused.Message, StringComparison.Ordinal);
        Assert.Contains(why, refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Of_PathsThatAreTooLong_AreRefused()
    {
        _ = ArtifactTree.Of([File(new string('a', 255)), File("b/" + string.Join('/', Enumerable.Repeat(new string('c', 200), 5)))]);

        Assert.Throws<InvalidTreeException>(() => ArtifactTree.Of([File(new string('ü', 128))]));
        Assert.Throws<InvalidTreeException>(() => ArtifactTree.Of([File(string.Join('/', Enumerable.Repeat(new string('c', 204), 6)))]));
    }

    [Fact]
    public void Of_NoneTooManyOrClashing_IsRefused()
    {
        Assert.Contains("0 files", Assert.Throws<InvalidTreeException>(() => ArtifactTree.Of([])).Message, StringComparison.Ordinal);
        Assert.Contains("10001 files", Assert.Throws<InvalidTreeException>(() => ArtifactTree.Of(Enumerable.Range(0, 10_001).Select(i => File($"f{i}")))).Message, StringComparison.Ordinal);
        Assert.Contains("twice", Assert.Throws<InvalidTreeException>(() => ArtifactTree.Of([File("a"), File("a")])).Message, StringComparison.Ordinal);
        Assert.Contains("'a/b' is a file and also a folder", Assert.Throws<InvalidTreeException>(() => ArtifactTree.Of([File("a/b/c"), File("a/b")])).Message, StringComparison.Ordinal);
    }

    private static TreeFile File(string path) => new() { Path = path, Digest = Content, Size = 10 };
}
