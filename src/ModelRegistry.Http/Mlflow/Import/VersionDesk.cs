using System.Collections.Immutable;
using System.Globalization;
using Microsoft.AspNetCore.Http;
using ModelRegistry.Contracts.Registry;
using ModelRegistry.Contracts.Registry.Commands;
using ModelRegistry.Core.Registry;
using ModelRegistry.Core.Tracking;
using ModelRegistry.Http.Native;
using ModelRegistry.Http.Security;
using ModelRegistry.Postgres.Mlflow;

namespace ModelRegistry.Http.Mlflow.Import;

/// <summary>Versions of another MLflow server, which keep their numbers.</summary>
internal sealed class VersionDesk(ModelDoor door, IModelCatalog catalog, VersionRegistration registration)
{
    private const string Ready = "READY";

    private static readonly long LatestTime = DateTimeOffset.MaxValue.ToUnixTimeMilliseconds();

    public async Task<IResult> TakeAsync(HttpContext http, MlflowMessage given)
    {
        var (name, number) = (given.Required("name"), given.Version());
        if (given.Text("status") is { } status and not Ready)
            throw TrackingException.Invalid($"Version {number} of '{name}' is {status} there; {Ready} is wanted.");
        var id = await door.FindAsync(name, Caller.Of(http), http.RequestAborted);
        if (await KnownAsync(name, number, given, http.RequestAborted) is { } known)
            return known;
        var (free, differences) = Aliases((await door.Grain(id).Head())!.Aliases, given);
        var command = new ImportVersion { Number = number, Version = await ReadAsync(http, given), Stage = StageOf(given), Aliases = free };
        var answer = await door.Grain(id).Import(given.Command(http), command);
        return answer.Refusal is { } refusal ? Problem.From(refusal) : Respond.Json(new ImportAnswer { Outcome = ImportOutcome.Added, Differences = differences });
    }

    /// <summary>What is said of a version that cannot come: it may be here, or have been.</summary>
    public async Task<IResult> LookAsync(HttpContext http, MlflowMessage given)
    {
        var (name, number) = (given.Required("name"), given.Version());
        await door.FindAsync(name, Caller.Of(http), http.RequestAborted);
        return await KnownAsync(name, number, given, http.RequestAborted) ?? Respond.Json(new ImportAnswer { Outcome = ImportOutcome.Missing });
    }

    /// <summary>Null where the number is free.</summary>
    private async Task<IResult?> KnownAsync(string name, int number, MlflowMessage given, CancellationToken cancellationToken)
    {
        if (await catalog.FindVersionAsync(name, number, cancellationToken) is { } here)
            return Compare(here, given);
        return await catalog.WasDeletedAsync(name, number, cancellationToken) ? Respond.Json(new ImportAnswer { Outcome = ImportOutcome.Here, Differences = ["it was deleted here"] }) : null;
    }

    /// <summary>A run that goes on there is taken as it is, so the version has what that has logged by now: what it logs later does not come here.</summary>
    private async Task<RegisterVersion> ReadAsync(HttpContext http, MlflowMessage given)
    {
        var version = await registration.ReadAsync(http, given);
        var properties = version.Properties;
        if (given.Integer("creation_timestamp") is { } created and >= 0)
        {
            if (created > LatestTime)
                throw TrackingException.Invalid(FormattableString.Invariant($"Invalid value {created} for parameter 'creation_timestamp' supplied: Unix milliseconds are wanted, at most {LatestTime}."));
            properties = properties.SetItem(MlflowProperties.ImportedCreated, DateTimeOffset.FromUnixTimeMilliseconds(created).ToString("O", CultureInfo.InvariantCulture));
        }

        if (given.Text("user_id") is { Length: > 0 } user)
            properties = properties.SetItem(MlflowProperties.ImportedUser, user);
        return version with { Properties = properties, ManifestOpen = false };
    }

    /// <summary>Those that can be set, and what is to be said of the others.</summary>
    private static (ImmutableArray<string> Free, ImmutableArray<string> Differences) Aliases(ImmutableDictionary<string, int> here, MlflowMessage given)
    {
        var (free, differences) = (ImmutableArray.CreateBuilder<string>(), ImmutableArray.CreateBuilder<string>());
        foreach (var alias in given.Texts("aliases"))
        {
            if (NameRules.CheckAlias(alias) is { } wrong)
                differences.Add($"alias '{alias}' is not set: {wrong.Detail}");
            else if (here.TryGetValue(alias, out var number))
                differences.Add(FormattableString.Invariant($"alias '{alias}' points at version {number} here"));
            else
                free.Add(alias);
        }

        return (free.ToImmutable(), differences.ToImmutable());
    }

    private static IResult Compare(RegisteredModelVersion here, MlflowMessage given)
    {
        var run = here.RunId is { } id ? RunId.Text(id) : "";
        if (IsOther(given.Text("source"), here.Source) || IsOther(given.Text("run_id"), run))
            return Problem.Of(409, "another_version", FormattableString.Invariant($"Version {here.Number} of '{here.Model}' is another one here: it has the source {here.Source} and the run {(run.Length == 0 ? "(none)" : run)}"));
        return Respond.Json(new ImportAnswer { Outcome = ImportOutcome.Here, Differences = [.. Differences(here, given)] });
    }

    /// <summary>A copy has the run of its original, whatever it was registered with.</summary>
    private static bool IsOther(string? there, string? here) => !string.IsNullOrEmpty(there) && there != here;

    private static IEnumerable<string> Differences(RegisteredModelVersion here, MlflowMessage given)
    {
        var (stage, there) = (MlflowStages.Of(here.Stage), MlflowStages.Of(StageOf(given)));
        if (stage != there)
            yield return $"it is in {stage} here and in {there} there";
        if ((string.IsNullOrEmpty(here.Description) ? null : here.Description) != ModelDesk.Description(given))
            yield return "its description is another one here";
        foreach (var tag in ModelDesk.Differences(here.Tags, given.Tags()))
            yield return tag;
        foreach (var alias in given.Texts("aliases").Except(here.Aliases, StringComparer.Ordinal))
            yield return $"alias '{alias}' does not point at it here";
    }

    private static Stage StageOf(MlflowMessage given) => MlflowStages.TryParse(given.Text("current_stage") is { Length: > 0 } text ? text : nameof(MlflowStage.None)) switch
    {
        MlflowStage.None => Stage.Trained,
        MlflowStage.Staging => Stage.Staging,
        MlflowStage.Production => Stage.Production,
        MlflowStage.Archived => Stage.Archived,
        _ => throw TrackingException.Invalid($"'{given.Text("current_stage")}' is no stage of MLflow."),
    };
}
