using ModelRegistry.Cli.Client;
using ModelRegistry.Cli.Demo.Acts;
using ModelRegistry.Contracts;
using ModelRegistry.Learning.Market;

namespace ModelRegistry.Cli.Demo;

/// <summary>The main job in five acts, over HTTP only, one as-of day after the other.</summary>
internal sealed class Story(DemoWorld world, TrainerProcess trainer)
{
    private readonly long _started = world.Clock.GetTimestamp();

    public async Task<DemoReport> TellAsync(CancellationToken cancellationToken)
    {
        var days = new DayRunner(world);
        var registrar = new Registrar(world);
        var first = world.Floor.FirstDayFrom(2015, 1, 1);
        var end = world.Floor.DayCount;

        Opening();
        await new TrainFirst(world, trainer, registrar).PlayAsync(cancellationToken);
        world.Out.Act("2  Serving 2015, day by day");
        world.Out.Say($"{world.Floor.Tickers} tickers a day, answered only when they are in the log; what really happened arrives five trading days later");
        await days.RunAsync("2015", first, world.Floor.FirstDayFrom(2016, 1, 1), cancellationToken);
        var (challenger, test) = await new Challenge(world, trainer, registrar, days).PlayAsync(cancellationToken);

        var settled = world.Floor.FirstDayFrom(2017, 1, 1) + world.Floor.Horizon;
        var drill = world.Floor.FirstDayFrom(2017, 10, 10);
        await days.RunAsync("2017, to the fire drill", settled, drill, cancellationToken);
        var champion = test.Verdict!.Winner == "challenger" ? challenger.Number : 1;
        await days.MonitorThroughAsync(drill - 1, cancellationToken);
        await new FireDrill(world, trainer, registrar, days).PlayAsync(drill, champion, cancellationToken);
        await days.RunAsync("from the drill to the end", drill, end, cancellationToken);
        await new MarketBreak(world, trainer, registrar).PlayAsync(cancellationToken);
        return await new Closing(world, test, _started).PlayAsync(cancellationToken);
    }

    private void Opening()
    {
        var panel = world.Floor.Panel;
        world.Out.Act("The market");
        world.Out.Say($"{panel.Source}: {panel.TickerCount} tickers, {panel.DayCount} days, {panel.Days[0]:yyyy-MM-dd} to {panel.Days[^1]:yyyy-MM-dd}");
        foreach (var caveat in MarketCaveats.Of(panel))
            world.Out.Note(caveat);
    }

    /// <summary>Makes the second principal.</summary>
    public static async Task<string> SecondPrincipalAsync(RegistryClient admin, CancellationToken cancellationToken) =>
        (await admin.PostAsync<TokenAnswer>("tokens", new { principal = "risk-officer", role = Role.Approver }, cancellationToken).OrThrowAsync()).Token;

    private sealed record TokenAnswer
    {
        public string Token { get; init; } = "";
    }
}
