using System.Collections.Immutable;
using System.Globalization;
using Microsoft.AspNetCore.Http;
using ModelRegistry.Contracts;
using ModelRegistry.Contracts.Registry;
using ModelRegistry.Core.Tracking;
using ModelRegistry.Http.Native;
using ModelRegistry.Http.Security;

namespace ModelRegistry.Http.Mlflow;

/// <summary>What calls on models and versions have in common.</summary>
internal static class RegistryCall
{
    private const int MaxTag = 5_000;

    /// <summary>Who sends the call, as the registry's commands want it.</summary>
    public static CommandContext Command(this MlflowMessage request, HttpContext http) => Native.Command.Context(http, request.Bytes);

    /// <summary>Sends a command to the model that the request names.</summary>
    /// <returns>The id of the model, and what the command came to.</returns>
    /// <exception cref="NotFoundException">There is no such model in the caller's scope.</exception>
    /// <exception cref="RefusedException">It was refused.</exception>
    public static async Task<(Guid Model, T Value)> SendAsync<T>(
        this ModelDoor door, HttpContext http, MlflowMessage request, Func<IModelGrain, CommandContext, Task<Answer<T>>> send)
        where T : class
    {
        var (model, answer) = await door.SendAsync(request.Required("name"), Caller.Of(http), request.Command(http), send, http.RequestAborted);
        return (model, answer.OrRefused());
    }

    /// <summary>What a command came to.</summary>
    /// <exception cref="RefusedException">It was refused.</exception>
    public static T OrRefused<T>(this Answer<T> answer)
        where T : class => answer.Value ?? throw new RefusedException(answer.Refusal!);

    /// <summary>The number of a version.</summary>
    /// <exception cref="TrackingException">It is not set, or is no number of one.</exception>
    public static int Version(this MlflowMessage request)
    {
        var text = request.Required("version");
        if (!text.All(char.IsAsciiDigit))
            throw TrackingException.Invalid($"Model version must be an integer, got '{text}'");
        return int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : throw NoVersion(request.Required("name"), text);
    }

    /// <summary>Tags to be set; of a key that is given twice the last one counts.</summary>
    /// <exception cref="TrackingException">A value is too long.</exception>
    public static ImmutableDictionary<string, string> Tags(this MlflowMessage request) =>
        request.Pairs("tags").Aggregate(ImmutableDictionary<string, string>.Empty, (tags, tag) => tags.SetItem(tag.Key, Value(tag)));

    /// <summary>The tag to be set.</summary>
    /// <exception cref="TrackingException">It has no key, or the value is too long.</exception>
    public static ImmutableDictionary<string, string> Tag(this MlflowMessage request)
    {
        var tag = new KeyedText(request.Required("key"), request.Text("value") ?? "");
        return ImmutableDictionary<string, string>.Empty.Add(tag.Key, Value(tag));
    }

    /// <summary>A new name has to be in the caller's scope.</summary>
    /// <exception cref="RefusedException">It is not.</exception>
    public static void CheckScope(HttpContext http, string name)
    {
        var caller = Caller.Of(http);
        if (!caller.MayTouch(name))
            throw new RefusedException(new() { Kind = RefusalKind.Forbidden, Code = "out_of_scope", Detail = $"the token may only touch models whose name begins with '{caller.Scope}'" });
    }

    /// <exception cref="NotFoundException">The name is that of no model in the caller's scope.</exception>
    public static void CheckVisible(HttpContext http, string name)
    {
        if (!Caller.Of(http).MayTouch(name))
            throw NoModel(name);
    }

    public static NotFoundException NoModel(string name) => new("model_not_found", $"Registered Model with name={name} not found");

    public static TrackingException NoVersion(string name, string version) => TrackingException.NotFound($"Model Version (name={name}, version={version}) not found");

    private static string Value(KeyedText tag) => tag.Value.EnumerateRunes().Count() <= MaxTag
        ? tag.Value
        : throw TrackingException.Invalid(FormattableString.Invariant($"Tag value of '{tag.Key}' exceeded length limit of {MaxTag} characters"));
}
