namespace ModelRegistry.Http.Tests.Hosting;

/// <summary>Test classes that share one server.</summary>
[CollectionDefinition(Name)]
public sealed class ServerCollection : ICollectionFixture<RegistryServer>
{
    public const string Name = "server";
}
