using System.Security.Cryptography;
using Microsoft.Extensions.Logging;
using ModelRegistry.Http.Tests.Hosting;
using ModelRegistry.Http.Tests.Mlflow;
using ModelRegistry.Tests.Shared;

namespace ModelRegistry.Http.Tests;

/// <summary>What is put where there is no room for it is refused by name, is not sent again by clients, and leaves nothing.</summary>
public sealed class FullDiskTests : IAsyncLifetime
{
    private static readonly byte[] TooLong = RandomNumberGenerator.GetBytes(12 << 20);
    private readonly RegistryServer _server = new();

    public Task InitializeAsync() => _server.InitializeAsync();

    public Task DisposeAsync() => _server.DisposeAsync();

    [SmallDiskFact]
    public async Task Put_MoreThanTheDiskHolds_IsRefusedAndLeavesRoomForLess()
    {
        await using var disk = await SmallDisk.MountAsync(_server.ArtifactFolder, megabytes: 8);
        var files = FileCaller.Of(_server);

        (await files.SendAsync("PUT", "artifacts/0/long.bin", new ByteArrayContent(TooLong))).MustBeRefused(507, "RESOURCE_EXHAUSTED", "no room left");
        (await _server.Admin.SendAsync("PUT", "artifacts", TooLong)).MustBeProblem(507, "disk_full", "no room left");

        Assert.Empty(Directory.EnumerateFiles(disk.Path, "*", SearchOption.AllDirectories));
        Assert.Equal("", await files.ListAsync("0"));
        Assert.Equal(2, _server.Log.Lines.Count(line => line.Level == LogLevel.Error && line.Text.Contains("No space left", StringComparison.Ordinal)));
        await files.MustPutAsync("0/shorter.txt", new string('a', 4 << 20));
        Assert.Equal("shorter.txt=4194304", await files.ListAsync("0"));
    }
}
