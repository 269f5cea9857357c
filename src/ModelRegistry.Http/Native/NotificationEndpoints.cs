using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using ModelRegistry.Contracts;
using ModelRegistry.Http.Security;
using ModelRegistry.Postgres.Notifications;

namespace ModelRegistry.Http.Native;

/// <summary>What the webhooks have not taken yet.</summary>
internal static class NotificationEndpoints
{
    public static void MapNotifications(this IEndpointRouteBuilder routes)
    {
        routes.MapGet("/notifications", ListAsync).Needs(Role.Admin).WithSummary("The notifications that were not taken yet, or were given up, oldest first");
        routes.MapPost("/notifications/{id:long}/retry", RetryAsync).Needs(Role.Admin).WithSummary("Send a notification now, also one that was given up");
    }

    private static async Task<IResult> ListAsync(HttpContext http, INotificationStore store, int? pageSize, long? pageToken)
    {
        if (Refusal(http) is { } refusal)
            return refusal;
        var size = Paging.Size(pageSize);
        var notifications = await store.ListAsync(pageToken ?? 0, size, http.RequestAborted);
        return Respond.Json(new { notifications, nextPageToken = notifications.Count == size ? notifications[^1].Id : (long?)null });
    }

    private static async Task<IResult> RetryAsync(HttpContext http, INotificationStore store, long id) =>
        Refusal(http) ?? (await store.RetryAsync(id, http.RequestAborted)
            ? Results.NoContent()
            : Problem.Of(404, "notification_not_found", $"there is no notification {id}; one that was taken is gone"));

    private static IResult? Refusal(HttpContext http) => OutOfScope.Of(Caller.Of(http), "an admin without a scope has to make it");
}
