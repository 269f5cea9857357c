using ModelRegistry.Cli.Train;

namespace ModelRegistry.Cli.Tests.Train;

public sealed class TrainCommandTests
{
    [Theory]
    [InlineData("--to 2014-12-31 --out x", "--from")]
    [InlineData("--from 2013-02-08 --out x", "--to")]
    [InlineData("--from 2013-02-08 --to 2014-12-31", "--out")]
    [InlineData("--from soon --to 2014-12-31 --out x", "soon")]
    [InlineData("--from 2013-02-08 --to 2014-12-31 --out x --rounds many", "many")]
    [InlineData("--from 2013-02-08 --to 2014-12-31 --out x --validation loud", "loud")]
    public void Parse_MissingOrWrongOption_NamesIt(string arguments, string named)
    {
        var parsed = TrainCommand.Create(TimeProvider.System).Parse(arguments);

        Assert.Contains(parsed.Errors, error => error.Message.Contains(named, StringComparison.Ordinal));
    }

    [Fact]
    public void Parse_EverythingGiven_HasNoErrors()
    {
        var parsed = TrainCommand.Create(TimeProvider.System).Parse(
            "--market m --from 2013-02-08 --to 2014-12-31 --out x --seeds 2 --seed 9 --rounds 0 --depth 3 --eta 0.1 --every 5 --folds 2 --embargo 3 --min-train-days 90 --cost-bps 7.5 --validation rolling --json");

        Assert.Empty(parsed.Errors);
    }
}
