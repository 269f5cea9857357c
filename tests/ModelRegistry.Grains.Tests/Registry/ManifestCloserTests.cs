using System.Collections.Immutable;
using System.Threading.Channels;
using GrainRuntime.Tests.Hosting;
using Microsoft.Extensions.Logging.Abstractions;
using ModelRegistry.Contracts.Registry;
using ModelRegistry.Core.Registry;
using ModelRegistry.Grains.Registry;
using ModelRegistry.Postgres;
using ModelRegistry.Postgres.ReadModels;

namespace ModelRegistry.Grains.Tests.Registry;

/// <summary>The pace of the closer; what it closes is shown by <see cref="OpenManifestTests"/>.</summary>
public sealed class ManifestCloserTests
{
    private static readonly TimeSpan Pace = TimeSpan.FromSeconds(10);

    [Fact]
    public async Task Sweep_AtItsPace_GoesOnWhenTheDatabaseIsAway()
    {
        var (time, manifests) = (new ManualTime(), new AwayManifests());
        using var closer = new ManifestCloser(manifests, grains: null!, time, NullLogger<ManifestCloser>.Instance);
        await closer.StartAsync(CancellationToken.None);
        await time.ArmedWithin(Pace);
        for (var sweep = 1; sweep <= 3; sweep++)
        {
            time.Advance(Pace);
            Assert.Equal(sweep, await manifests.Asked.ReadAsync());
        }

        await closer.StopAsync(CancellationToken.None);
    }

    [Fact]
    public async Task Close_DatabaseAway_IsLeftToTheSweep()
    {
        using var closer = new ManifestCloser(new AwayManifests(), grains: null!, new ManualTime(), NullLogger<ManifestCloser>.Instance);
        await closer.CloseAsync(Commands.NewId());
    }

    [Fact]
    public async Task Sweep_VersionsThatCannotBeClosed_GoesOnToTheLast()
    {
        var manifests = new EndedManifests();
        using var closer = new ManifestCloser(manifests, grains: null!, new ManualTime(), NullLogger<ManifestCloser>.Instance);
        await closer.SweepAsync();
        Assert.True(manifests.Forgotten);
    }

    /// <summary>Has two versions to be closed, of which none can be: there are no grains.</summary>
    private sealed class EndedManifests : IOpenManifests
    {
        public bool Forgotten { get; private set; }

        public Task<OpenManifest?> FindAsync(Guid modelId, int number, CancellationToken cancellationToken = default) => throw new NotSupportedException();

        public Task<ImmutableArray<VersionReference>> ListAsync(Guid run, CancellationToken cancellationToken = default) => throw new NotSupportedException();

        public Task<ImmutableArray<VersionReference>> ListEndedAsync(VersionReference? after, int limit, CancellationToken cancellationToken = default) =>
            Task.FromResult<ImmutableArray<VersionReference>>([new() { ModelId = Commands.NewId(), Number = 1 }, new() { ModelId = Commands.NewId(), Number = 1 }]);

        public Task ForgetAsync(CancellationToken cancellationToken = default)
        {
            Forgotten = true;
            return Task.CompletedTask;
        }
    }

    private sealed class AwayManifests : IOpenManifests
    {
        private readonly Channel<int> asked = Channel.CreateUnbounded<int>();
        private int times;

        public ChannelReader<int> Asked => asked.Reader;

        public Task<OpenManifest?> FindAsync(Guid modelId, int number, CancellationToken cancellationToken = default) => throw new NotSupportedException();

        public Task<ImmutableArray<VersionReference>> ListAsync(Guid run, CancellationToken cancellationToken = default) => throw Away();

        public Task<ImmutableArray<VersionReference>> ListEndedAsync(VersionReference? after, int limit, CancellationToken cancellationToken = default)
        {
            asked.Writer.TryWrite(++times);
            throw Away();
        }

        public Task ForgetAsync(CancellationToken cancellationToken = default) => throw new NotSupportedException();

        private static StoreUnavailableException Away() => new("away");
    }
}
