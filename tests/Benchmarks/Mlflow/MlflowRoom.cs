using System.Globalization;

namespace Benchmarks.Mlflow;

/// <summary>
/// Tracking and registry as MLflow's clients call it, over HTTP, by the whole host as a process of its own on a durable private PostgreSQL: 8 clients, each with one call at a time.
/// They share the machine with host and database. <c>MODELREG_SECONDS</c> sets how long a turn of each call takes, <c>MODELREG_WARM_UP</c> how long it is warmed up,
/// <c>MODELREG_CALLS</c> what the names of the calls begin with that are measured. <c>MODELREG_BESIDE</c> names others to measure beside it, in turn, <c>MODELREG_TURNS</c> each, so
/// that an hour in which the machine is slow is the same for all: the address of a server on an empty database, MLflow's own for one (with <c>MLFLOW_TRACKING_TOKEN</c>, if it
/// wants one), or the executable of another build of the host; several are separated by commas.
/// </summary>
internal static class MlflowRoom
{
    public static async Task RunAsync(CancellationToken cancellationToken)
    {
        var beside = Setting("MODELREG_BESIDE", "").Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        var contestants = new List<Contestant>();
        try
        {
            foreach (var place in beside.Prepend(Path.Combine(AppContext.BaseDirectory, "modelreg-silo")))
                contestants.Add(await Contestant.StartAsync(place, cancellationToken));
            await MeasureAsync(contestants, beside.Length == 0 ? 1 : 5, cancellationToken);
        }
        finally
        {
            foreach (var one in contestants)
                await one.DisposeAsync();
        }
    }

    private static async Task MeasureAsync(List<Contestant> contestants, int turns, CancellationToken cancellationToken)
    {
        var (warmUp, seconds) = (TimeSpan.FromSeconds(Setting("MODELREG_WARM_UP", 20.0)), TimeSpan.FromSeconds(Setting("MODELREG_SECONDS", 5.0)));
        turns = Setting("MODELREG_TURNS", turns);
        Console.WriteLine(Measurement.Header);
        foreach (var (index, (what, _)) in contestants[0].Calls.Index().Where(call => call.Item.What.StartsWith(Setting("MODELREG_CALLS", ""), StringComparison.Ordinal)))
        {
            // The host's code is compiled for speed while it runs. What leaves the database the most to tidy up comes last.
            foreach (var one in contestants)
                await one.Load.RunAsync(one.Calls[index].Call, warmUp, cancellationToken);
            var measured = contestants.ConvertAll(_ => new List<Measurement>());
            for (var turn = 0; turn < turns; turn++)
            {
                foreach (var (one, results) in contestants.Zip(measured))
                    results.Add(await one.Load.RunAsync(one.Calls[index].Call, seconds, cancellationToken));
            }

            foreach (var (one, results) in contestants.Zip(measured))
                Console.WriteLine(Measurement.Line(what, one.Name, results, measured[0]));
        }
    }

    private static T Setting<T>(string variable, T otherwise)
        where T : IParsable<T> => Environment.GetEnvironmentVariable(variable) is { Length: > 0 } text ? T.Parse(text, CultureInfo.InvariantCulture) : otherwise;
}
