using ModelRegistry.Cli.Client;
using ModelRegistry.Cli.Mlflow;
using ModelRegistry.Postgres.Mlflow;

namespace ModelRegistry.Cli.Tests.Mlflow;

public sealed class ImportLedgerTests
{
    [Theory]
    [InlineData(400)]
    [InlineData(404)]
    [InlineData(413)]
    public void Note_OfARefusalOfOneThing_IsSkipped(int status)
    {
        var ledger = new ImportLedger("there");
        Assert.False(ledger.Note(ImportKinds.Run, "r", Said(status)));
        Assert.Equal(new ImportNote(ImportKinds.Run, "r", "no"), Assert.Single(ledger.Report().Skipped));
    }

    [Theory]
    [InlineData(401)]
    [InlineData(503)]
    public void Note_OfARefusalOfEverything_Ends(int status) => Assert.Throws<ApiException>(() => new ImportLedger("there").Note(ImportKinds.Run, "r", Said(status)));

    private static ApiResult<ImportAnswer> Said(int status) => new("POST x", null, new() { Status = status, Code = "c", Detail = "no" });
}
