namespace GrainRuntime.Tests.Semantics.Grains;

[Alias("tests.listener-grain")]
internal interface IListenerGrain : IGrainWithStringKey
{
    Task Subscribe(string key);

    Task Unsubscribe(string key);

    Task<int> Subscriptions(string key);
}
