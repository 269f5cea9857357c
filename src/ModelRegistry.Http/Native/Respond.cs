using Microsoft.AspNetCore.Http;
using ModelRegistry.Contracts;
using ModelRegistry.Core;

namespace ModelRegistry.Http.Native;

/// <summary>Answers of grains as HTTP.</summary>
internal static class Respond
{
    /// <summary>200 (or another status) with the value and its revision as ETag; a problem when the command was refused.</summary>
    public static IResult With<T>(HttpContext http, Answer<T> answer, int status = StatusCodes.Status200OK)
        where T : class
    {
        if (answer.Refusal is { } refusal)
            return Problem.From(refusal);
        http.Response.Headers.ETag = $"\"{answer.Revision}\"";
        return Json(answer.Value!, status);
    }

    public static IResult Json<T>(T value, int status = StatusCodes.Status200OK) =>
        Results.Json(value, RegistryJson.Options, statusCode: status);

    public static IResult OrNotFound<T>(T? value, string what)
        where T : class =>
        value is null ? Problem.Of(404, "not_found", $"there is no {what}") : Json(value);
}
