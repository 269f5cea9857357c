using ModelRegistry.Core.Serving;
using ModelRegistry.Grains.Serving;

namespace ModelRegistry.Grains.Tests.Serving;

public sealed class RoutingTableTests
{
    private static readonly Guid Id = new("01234567-0000-7000-8000-000000000001");
    private readonly MemoryRouting _routing = new() { Models = { [Id] = Snapshot("m", 5) } };
    private readonly RoutingTable _table;

    public RoutingTableTests() => _table = new(_routing, _routing);

    [Fact]
    public async Task Find_Twice_ReadsOnce()
    {
        Assert.Equal(5, (await _table.FindAsync("m", default))!.Revision);
        Assert.Same(await _table.FindAsync("m", default), await _table.FindAsync("m", default));
        Assert.Equal(1, _routing.Reads);
        Assert.Equal([Id], _table.Served);
    }

    [Fact]
    public async Task Find_ByNameAndById_IsOneModel()
    {
        Assert.Same(await _table.FindAsync("m", default), await _table.FindAsync($"id:{Id}", default));
        Assert.Equal(1, _routing.Reads);
    }

    [Fact]
    public async Task Find_OfNoModel_IsNullAndServesNothing()
    {
        Assert.Null(await _table.FindAsync("other", default));
        Assert.Empty(_table.Served);
    }

    [Fact]
    public async Task Refresh_WithAnOlderRevision_KeepsTheNewer()
    {
        await _table.FindAsync("m", default);
        _routing.Models[Id] = Snapshot("m", 4);
        await _table.RefreshAsync(Id, default);
        Assert.Equal(5, _table.Get(Id)!.Revision);
        _routing.Models[Id] = Snapshot("m", 6);
        await _table.RefreshAsync(Id, default);
        Assert.Equal(6, _table.Get(Id)!.Revision);
    }

    [Fact]
    public async Task Refresh_OfARenamedModel_ForgetsItsOldName()
    {
        await _table.FindAsync("m", default);
        _routing.Models[Id] = Snapshot("n", 6);
        await _table.RefreshAsync(Id, default);
        Assert.Null(await _table.FindAsync("m", default));
        Assert.Equal("n", (await _table.FindAsync("n", default))!.Name);
    }

    [Fact]
    public async Task Refresh_OfADeletedModel_ForgetsIt()
    {
        await _table.FindAsync("m", default);
        _routing.Models.Clear();
        await _table.RefreshAsync(Id, default);
        Assert.Null(await _table.FindAsync("m", default));
        Assert.Null(_table.Get(Id));
    }

    private static RoutingSnapshot Snapshot(string name, long revision) => new() { ModelId = Id, Name = name, Revision = revision };
}
