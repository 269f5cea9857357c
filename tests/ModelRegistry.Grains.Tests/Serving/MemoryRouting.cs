using ModelRegistry.Core.Serving;
using ModelRegistry.Postgres.ReadModels;

namespace ModelRegistry.Grains.Tests.Serving;

/// <summary>Models by name and their routing, as a database would tell them.</summary>
internal sealed class MemoryRouting : IRoutingReader, IModelDirectory
{
    public Dictionary<Guid, RoutingSnapshot> Models { get; } = [];

    public int Reads { get; private set; }

    public Task<Guid?> FindAsync(string name, bool evenDeleted = false, CancellationToken cancellationToken = default) => Task.FromResult(
        Models.Values.Where(model => model.Name == name || name == $"id:{model.ModelId}").Select(model => (Guid?)model.ModelId).FirstOrDefault());

    public Task<Guid?> FindFormerAsync(string name, Guid commandId, CancellationToken cancellationToken = default) => Task.FromResult<Guid?>(null);

    public Task<RoutingSnapshot?> ReadAsync(Guid modelId, CancellationToken cancellationToken = default)
    {
        Reads++;
        return Task.FromResult(Models.GetValueOrDefault(modelId));
    }

    public Task<IReadOnlyDictionary<Guid, long>> ReadRevisionsAsync(IReadOnlyCollection<Guid> modelIds, CancellationToken cancellationToken = default) =>
        Task.FromResult<IReadOnlyDictionary<Guid, long>>(Models.Where(model => modelIds.Contains(model.Key)).ToDictionary(model => model.Key, model => model.Value.Revision));

    public Task<RoutedVersion?> ReadVersionAsync(Guid modelId, int number, CancellationToken cancellationToken = default) => Task.FromResult<RoutedVersion?>(null);
}
