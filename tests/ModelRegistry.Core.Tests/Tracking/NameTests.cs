using ModelRegistry.Core.Tracking;

namespace ModelRegistry.Core.Tests.Tracking;

public sealed class NameTests
{
    /// <summary>What POSIX makes of a path (checked against Python's posixpath.normpath), and whether it may be a name.</summary>
    [Theory]
    [InlineData("a", "a", true)]
    [InlineData("a/b.c-d_e:f g", "a/b.c-d_e:f g", true)]
    [InlineData("a..b", "a..b", true)]
    [InlineData(".hidden", ".hidden", true)]
    [InlineData("a/..b", "a/..b", true)]
    [InlineData("", ".", false)]
    [InlineData(".", ".", false)]
    [InlineData("./a", "a", false)]
    [InlineData("a/", "a", false)]
    [InlineData("a//b", "a/b", false)]
    [InlineData("a/./b", "a/b", false)]
    [InlineData("a/../b", "b", false)]
    [InlineData("a/..", ".", false)]
    [InlineData("..", "..", false)]
    [InlineData("..a", "..a", false)]
    [InlineData("../a", "../a", false)]
    [InlineData("a/../../b", "../b", false)]
    [InlineData("/", "/", false)]
    [InlineData("/a", "/a", false)]
    [InlineData("//a", "//a", false)]
    [InlineData("///a", "/a", false)]
    [InlineData("/../a", "/a", false)]
    public void Normal_OfAPath_TellsWhetherItMayBeAName(string name, string normal, bool plain)
    {
        Assert.Equal(normal, PathName.Normal(name));
        Assert.Equal(plain, PathName.IsPlain(name));
    }

    [Theory]
    [InlineData("ünïcode 株 ½ ²")]
    [InlineData("a:b/c d-e.f_g9")]
    [InlineData("𝒳")]
    public void Metric_NameOfLettersAndDigits_IsTaken(string name) => TrackingRules.Metric(new(name, 1, 1, 1));

    [Theory]
    [InlineData("a*b")]
    [InlineData("a\tb")]
    [InlineData("e\u0301")]
    [InlineData("😀")]
    [InlineData("a\\b")]
    [InlineData("\ud800")]
    public void Metric_NameOfOtherCharacters_IsInvalid(string name) =>
        Assert.Contains("'metrics[4].name' supplied: Names may only contain", Assert.Throws<TrackingException>(() => TrackingRules.Metric(new(name, 1, 1, 1), 4)).Message, StringComparison.Ordinal);

    [Theory]
    [InlineData("abc", 2, 3, "ab")]
    [InlineData("😀😀a", 2, 3, "😀😀")]
    [InlineData("a😀", 2, 2, "a😀")]
    [InlineData("", 0, 0, "")]
    public void Cut_Text_CountsCodePoints(string text, int at, int count, string cut)
    {
        Assert.Equal(count, Characters.Count(text));
        Assert.Equal(cut, Characters.Cut(text, at));
    }

    [Fact]
    public void RunId_OtherSpellings_AreNone()
    {
        Assert.True(RunId.TryParse("0123456789abcdef0123456789abcdef", out var id));
        Assert.Equal("0123456789abcdef0123456789abcdef", RunId.Text(id));
        foreach (var other in new[] { "0123456789ABCDEF0123456789abcdef", "01234567-89ab-cdef-0123-456789abcdef", " 0123456789abcdef0123456789abcdef", "", "0123456789abcdef0123456789abcde" })
            Assert.False(RunId.TryParse(other, out _));
    }

    [Fact]
    public void RunName_ForAnId_IsAlwaysTheSame()
    {
        var id = new Guid("0123456789abcdef0123456789abcdef");
        Assert.Equal(RunNames.For(id), RunNames.For(id));
        Assert.Matches("^[a-z]+-[a-z]+-[0-9]{1,3}$", RunNames.For(id));
    }
}
