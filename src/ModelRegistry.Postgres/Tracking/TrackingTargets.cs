using ModelRegistry.Core.Tracking;
using ModelRegistry.Postgres.Search;

namespace ModelRegistry.Postgres.Tracking;

/// <summary>Where the fields of experiments and runs are.</summary>
internal static class TrackingTargets
{
    private const string Inputs = "run_inputs i WHERE i.run_id = r.id";

    public static SearchTarget Experiments { get; } = new()
    {
        Columns = new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["name"] = "e.name",
            ["experiment_id"] = "e.id",
            ["creation_time"] = "e.creation_time",
            ["last_update_time"] = "e.last_update_time",
            ["tags"] = "e.tags",
        },
        Identity = [("e.id", "bigint")],
    };

    /// <summary>Without another order the newest first: the time comes with a minus, as in the index.</summary>
    public static SearchTarget Runs { get; } = new()
    {
        Columns = new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["run_id"] = "replace(r.id::text, '-', '')",
            ["run_name"] = "r.name",
            ["status"] = "r.status",
            ["artifact_uri"] = "r.artifact_uri",
            ["user_id"] = "r.user_id",
            ["start_time"] = "r.start_time",
            ["end_time"] = "r.end_time",
            ["params"] = "r.params",
            ["tags"] = "r.tags",
        },
        Tables = new Dictionary<string, SideTable>(StringComparer.Ordinal)
        {
            ["metrics"] = new("run_latest_metrics m WHERE m.run_id = r.id", "m.key", "m.value"),
            ["dataset.name"] = new(Inputs, null, "i.name"),
            ["dataset.digest"] = new(Inputs, null, "i.digest"),
            ["dataset.context"] = new(Inputs, null, "(i.tags ->> 'mlflow.data.context')"),
        },
        Identity = [("(- r.start_time)", "bigint"), ("r.id", "uuid")],
    };

    /// <summary>A condition on the mark of deletion.</summary>
    public static string Lifecycle(LifecycleView view, string deleted) => view switch
    {
        LifecycleView.ActiveOnly => "NOT " + deleted,
        LifecycleView.DeletedOnly => deleted,
        _ => "true",
    };
}
