using System.Collections.Immutable;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using ModelRegistry.Contracts;
using ModelRegistry.Core.Registry.Comparing;
using ModelRegistry.Http.Native.Requests;
using MetricDirection = ModelRegistry.Core.Registry.Comparing.MetricDirection;
using ModelRegistry.Http.Security;
using ModelRegistry.Postgres.ReadModels;

namespace ModelRegistry.Http.Native;

/// <summary>Versions beside each other: by what was registered, and by how they score the same rows.</summary>
internal static class ComparisonEndpoints
{
    private const string Direction = "direction.";
    private const int Most = 20;
    private const int MostRows = 10_000;

    public static void MapComparison(this IEndpointRouteBuilder routes)
    {
        routes.MapGet("/models/{model}/compare", CompareAsync).Needs(Role.Viewer).WithSummary("What is different from version a (or the first v) to b (or each other v)");
        routes.MapPost("/models/compare", ScoreAsync).Needs(Role.Viewer).WithSummary("Score the same rows by several versions of any models, and their metrics side by side");
    }

    private static async Task<IResult> CompareAsync(HttpContext http, ModelDoor door, IModelQueries queries, string model, string? a, string? b, string[]? v)
    {
        var selectors = Selectors(a, b, v);
        var directions = Directions(http.Request.Query);
        var id = await door.FindAsync(model, Caller.Of(http), http.RequestAborted);
        var versions = new List<ComparedVersion>();
        foreach (var selector in selectors)
            versions.Add(await ReadAsync(http, door, queries, id, selector));
        var comparisons = versions.Skip(1).Select(other => VersionComparison.Of(versions[0], other, directions)).ToList();
        return v is { Length: > 0 } ? Respond.Json(new { comparisons }) : Respond.Json(comparisons[0]);
    }

    private static string[] Selectors(string? a, string? b, string[]? v)
    {
        if (v is not { Length: > 0 })
            return a is not null && b is not null ? [a, b] : throw new BadRequestException("a and b are needed, each a version, or v two times or more");
        if (a is not null || b is not null)
            throw new BadRequestException("v stands beside a or b; give either a and b, or v two times or more");
        return v.Length is >= 2 and <= Most ? v : throw new BadRequestException($"v is there {v.Length} times; 2 to {Most} versions are compared");
    }

    private static Dictionary<string, MetricDirection> Directions(IQueryCollection query)
    {
        var directions = new Dictionary<string, MetricDirection>(StringComparer.Ordinal);
        foreach (var (key, value) in query.Where(entry => entry.Key.StartsWith(Direction, StringComparison.Ordinal)))
        {
            directions[key[Direction.Length..]] = value.ToString() switch
            {
                "increase" => MetricDirection.Increase,
                "decrease" => MetricDirection.Decrease,
                var other => throw new BadRequestException($"{key} is '{other}'; increase or decrease is needed"),
            };
        }

        return directions;
    }

    private static async Task<ComparedVersion> ReadAsync(HttpContext http, ModelDoor door, IModelQueries queries, Guid model, string selector)
    {
        var number = (await door.SelectAsync(model, selector)).Number;
        var found = await queries.FindVersionAsync(model, number, http.RequestAborted) ?? throw new NotFoundException("version_not_found", $"version {selector} is not there yet; ask again");
        return new ComparedVersion(found.Number, found.SemanticVersion, found.CreatedAt, found.Registered);
    }

    private static async Task<IResult> ScoreAsync(HttpContext http, ModelDoor door, ScoreComparison comparison)
    {
        var (_, body) = await Command.ReadAsync<CompareBody>(http);
        if (body.Versions.Length is < 1 or > Most)
            throw new BadRequestException($"versions has {body.Versions.Length} entries; 1 to {Most} are compared");
        if (body.Instances.Length is < 1 or > MostRows)
            throw new BadRequestException($"instances has {body.Instances.Length} rows; 1 to {MostRows} are scored");
        var scored = ImmutableArray.CreateBuilder<ScoredVersion>();
        foreach (var (source, index) in body.Versions.Select((source, index) => (source, index)))
        {
            var id = await door.FindAsync(source.Model, Caller.Of(http), http.RequestAborted);
            scored.Add(await comparison.ScoreAsync(index, source.Model, await door.SelectAsync(id, source.Version.Text), body.Instances, http.RequestAborted));
        }

        return Respond.Json(new { rows = body.Instances.Length, labelled = body.Instances.Count(instance => instance.Label is not null), versions = scored.ToImmutable() });
    }
}
