using System.Globalization;
using FsCheck;
using FsCheck.Fluent;
using ModelRegistry.Postgres.Embedded;

namespace ModelRegistry.Postgres.Tests.Embedded;

public sealed class ServerSettingsTests
{
    private static readonly EmbeddedPostgresOptions Options = new() { DataDirectory = "/srv/registry" };

    [Theory]
    [InlineData(256, 1, "64MB", "4MB", "32MB", "0")]
    [InlineData(2048, 2, "256MB", "4MB", "128MB", "0")]
    [InlineData(8192, 4, "1024MB", "16MB", "256MB", "1")]
    [InlineData(262144, 64, "1024MB", "32MB", "256MB", "2")]
    public void For_Machine_FollowsItsSizeWithinBounds(long memory, int cores, string buffers, string work, string maintenance, string workers)
    {
        var settings = ServerSettings.For(Options, new ServerMachine(memory, cores, DiskMegabytes: 100_000), "/run");

        Assert.Equal(
            (buffers, work, maintenance, workers),
            (settings["shared_buffers"], settings["work_mem"], settings["maintenance_work_mem"], settings["max_parallel_workers_per_gather"]));
    }

    [Theory]
    [InlineData(500, "128MB", "64MB")]
    [InlineData(10_000, "1000MB", "128MB")]
    [InlineData(1_000_000, "2048MB", "128MB")]
    public void For_Disk_LeavesMostOfASmallOneToTheData(long disk, string most, string least)
    {
        var settings = ServerSettings.For(Options, new ServerMachine(8192, 4, disk), "/run");

        Assert.Equal((most, least), (settings["max_wal_size"], settings["min_wal_size"]));
    }

    [Fact]
    public void For_AnyMachine_IsDurableAndFits() => Prop.ForAll(
        Gen.Choose(128, 1 << 20).Zip(Gen.Choose(1, 256)).Zip(Gen.Choose(64, 1 << 24)).ToArbitrary(),
        machine =>
        {
            var ((memory, cores), disk) = machine;
            var settings = ServerSettings.For(Options, new ServerMachine(memory, cores, disk), "/run");
            Assert.All(["fsync", "synchronous_commit", "full_page_writes"], name => Assert.Equal("on", settings[name]));
            Assert.Equal("", settings["listen_addresses"]);
            Assert.InRange(Megabytes(settings["shared_buffers"]) + Megabytes(settings["maintenance_work_mem"]), 96, Math.Max(96, memory * 3 / 4));
            Assert.InRange(Megabytes(settings["min_wal_size"]), 64, Megabytes(settings["max_wal_size"]));
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void For_SharedBuffersGiven_TakesThem() =>
        Assert.Equal("16MB", ServerSettings.For(Options with { SharedBuffersMegabytes = 16 }, new ServerMachine(8192, 4, 100_000), "/run")["shared_buffers"]);

    private static long Megabytes(string value) => long.Parse(value.AsSpan(0, value.Length - 2), CultureInfo.InvariantCulture);
}
