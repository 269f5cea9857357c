using System.Reflection;
using Microsoft.Extensions.DependencyInjection;
using ModelRegistry.Grains.Tests.Experiments;
using ModelRegistry.Tests.Shared;
using Orleans.Runtime;
using Orleans.Storage;

namespace ModelRegistry.Grains.Tests.Serialization;

/// <summary>What grains keep as state, in the storage of whichever runtime this was built with.</summary>
[Collection(PostgresCollection.Name)]
public sealed class StoredStateTests(PostgresFixture postgres)
{
    private const string Storage = "registry";

    private static readonly IReadOnlyList<ParameterInfo> Kept = [.. typeof(Nudges).Assembly.GetTypes()
        .Where(type => typeof(Grain).IsAssignableFrom(type))
        .SelectMany(grain => grain.GetConstructors().SelectMany(constructor => constructor.GetParameters()))
        .Where(parameter => parameter.GetCustomAttribute<PersistentStateAttribute>() is not null)];

    [Fact]
    public async Task State_WrittenAndRead_IsTheSame()
    {
        await using var database = await postgres.CreateDatabaseAsync();
        await using var host = await ExperimentHost.StartAsync(database);
        var storage = host.Services.GetRequiredKeyedService<IGrainStorage>(Storage);
        Assert.NotEmpty(Kept);
        foreach (var state in Kept.Select(parameter => parameter.ParameterType.GenericTypeArguments[0]))
        {
            foreach (var value in new[] { Sample.Full(state, seed: 1), Sample.Full(state, seed: 2), Sample.Bare(state) })
            {
                var through = typeof(StoredStateTests).GetMethod(nameof(ThroughAsync), BindingFlags.NonPublic | BindingFlags.Static)!.MakeGenericMethod(state);
                Assert.Equal(Outline.Of(value), Outline.Of(await (Task<object?>)through.Invoke(null, [storage, value])!));
            }
        }
    }

    /// <summary>The AdoNet storage tells states apart by this name and the grain's key, and takes no notice of the grain's class.</summary>
    [Fact]
    public void Name_OfAState_IsNoOtherGrains()
    {
        var names = Kept.Select(parameter => parameter.GetCustomAttribute<PersistentStateAttribute>()!).ToList();
        Assert.All(names, name => Assert.Equal(Storage, name.StorageName));
        Assert.Distinct(names.Select(name => name.StateName), StringComparer.Ordinal);
    }

    private static async Task<object?> ThroughAsync<T>(IGrainStorage storage, T value)
    {
        var (grain, written) = (GrainId.Create("test", "key"), new GrainState<T>());
        await storage.ReadStateAsync(typeof(T).Name, grain, written);
        written.State = value;
        await storage.WriteStateAsync(typeof(T).Name, grain, written);
        var read = new GrainState<T>();
        await storage.ReadStateAsync(typeof(T).Name, grain, read);
        Assert.True(read.RecordExists);
        Assert.Equal(written.ETag, read.ETag);
        return read.State;
    }
}
