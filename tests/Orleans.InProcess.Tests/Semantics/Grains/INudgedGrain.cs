namespace GrainRuntime.Tests.Semantics.Grains;

[Alias("tests.nudged-grain")]
internal interface INudgedGrain : IGrainWithStringKey
{
    Task End();

    Task Hold(string name);

    /// <summary>Ends its implicit subscription, as far as that goes.</summary>
    Task Unsubscribe();

    /// <summary>Sends on the stream of another key.</summary>
    Task Nudge(string key, int number);
}
