using ModelRegistry.Postgres.Backup;

namespace ModelRegistry.Postgres.Tests.Backup;

public sealed class ConnectionEnvironmentTests
{
    [Fact]
    public void Of_ConnectionString_SaysTheSameToOtherPrograms()
    {
        var environment = ConnectionEnvironment.Of(
            "Host=db1,db2:6432;Port=5433;Username=registry;Password=p'w;Database=r e;SSL Mode=VerifyFull;Root Certificate=/ca.pem;Options=-c geqo=off;Timeout=7");

        Assert.Equal("db1,db2", environment["PGHOST"]);
        Assert.Equal("5433,6432", environment["PGPORT"]);
        Assert.Equal("registry", environment["PGUSER"]);
        Assert.Equal("p'w", environment["PGPASSWORD"]);
        Assert.Equal("r e", environment["PGDATABASE"]);
        Assert.Equal("verify-full", environment["PGSSLMODE"]);
        Assert.Equal("/ca.pem", environment["PGSSLROOTCERT"]);
        Assert.Equal("-c geqo=off", environment["PGOPTIONS"]);
        Assert.Equal("7", environment["PGCONNECT_TIMEOUT"]);
    }

    [Theory]
    [InlineData("Host=/run/my:folder", "/run/my:folder", "5432")]
    [InlineData("Host=::1", "::1", "5432")]
    [InlineData("Host=db:6000", "db", "6000")]
    public void Of_Host_KeepsColonsThatArePartOfIt(string connection, string host, string port)
    {
        var environment = ConnectionEnvironment.Of(connection);

        Assert.Equal((host, port), (environment["PGHOST"], environment["PGPORT"]));
    }

    [Fact]
    public void Of_NoPassword_SetsNone() => Assert.DoesNotContain("PGPASSWORD", ConnectionEnvironment.Of("Host=db").Keys);
}
