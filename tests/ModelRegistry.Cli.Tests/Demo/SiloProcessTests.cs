using System.Runtime.Versioning;
using ModelRegistry.Cli.Demo;

namespace ModelRegistry.Cli.Tests.Demo;

[UnsupportedOSPlatform("windows")]
public sealed class SiloProcessTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("mr-silo-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact(Timeout = 60_000)]
    public async Task Start_HostThatEnds_IsToldByItsLastWordsWithoutItsLog()
    {
        List<string> said = [];

        var error = await Assert.ThrowsAsync<DemoException>(() => StartAsync("echo 'info: schema'; echo 'warn: slow'; sleep 0.2; echo 'address already in use' >&2; echo 'info: stopped'; exit 3", said.Add));

        Assert.Equal("the host ended with exit code 3 before it was ready; the last it said was: address already in use", error.Message);
        Assert.Equal(["warn: slow", "address already in use"], said);
    }

    [Fact(Timeout = 60_000)]
    public async Task Start_HostThatEndsWithoutAWord_IsToldSo()
    {
        var error = await Assert.ThrowsAsync<DemoException>(() => StartAsync("exit 1", _ => { }));

        Assert.Equal("the host ended with exit code 1 before it was ready", error.Message);
    }

    [Fact(Timeout = 60_000)]
    public async Task Start_HostThatIsReady_HasItsAddress()
    {
        await using var silo = await StartAsync("echo \"ready http://127.0.0.1:4321\"; exec sleep 60", _ => { });

        Assert.Equal(new Uri("http://127.0.0.1:4321/"), silo.Address);
    }

    private Task<SiloProcess> StartAsync(string script, Action<string> say)
    {
        var program = Path.Combine(_folder, "host");
        File.WriteAllText(program, $"#!/bin/sh\n{script}\n");
        File.SetUnixFileMode(program, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        return SiloProcess.StartAsync(program, _folder, "http://127.0.0.1:0", say, CancellationToken.None);
    }
}
