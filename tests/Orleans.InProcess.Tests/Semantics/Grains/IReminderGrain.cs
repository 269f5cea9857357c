namespace GrainRuntime.Tests.Semantics.Grains;

[Alias("tests.reminder-grain")]
internal interface IReminderGrain : IGrainWithStringKey, IRemindable
{
    Task Set(string name, TimeSpan due, TimeSpan period);

    Task Unset(string name);

    Task<int> Count();

    Task End();
}
