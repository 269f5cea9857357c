using Npgsql;

namespace ModelRegistry.Postgres.Tests;

public sealed class DataSourceTests
{
    [Theory]
    [InlineData("Host=db", 30, 100)]
    [InlineData("Host=db;Maximum Pool Size=100;Max Auto Prepare=7", 100, 7)]
    public async Task CreateDataSource_LimitsNotNamed_AreTheRegistrys(string connectionString, int connections, int prepared)
    {
        await using var source = PostgresServices.CreateDataSource(connectionString);
        var settings = new NpgsqlConnectionStringBuilder(source.ConnectionString);
        Assert.Equal((connections, prepared), (settings.MaxPoolSize, settings.MaxAutoPrepare));
    }
}
