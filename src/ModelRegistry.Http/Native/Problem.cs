using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using ModelRegistry.Contracts;

namespace ModelRegistry.Http.Native;

/// <summary>Refusals as RFC 9457 problem details with a stable <c>code</c>.</summary>
internal static class Problem
{
    public static IResult From(Refusal refusal)
    {
        var details = Details(Status(refusal.Kind), refusal.Code, refusal.Detail);
        if (refusal.Gates is { IsDefaultOrEmpty: false } gates)
            details.Extensions["gates"] = gates;
        return Write(details, refusal.Kind == RefusalKind.Unavailable);
    }

    public static IResult Of(int status, string code, string detail) => Write(Details(status, code, detail), status == 503);

    public static ProblemDetails Details(int status, string code, string detail) => new()
    {
        Status = status,
        Title = code.Replace('_', ' '),
        Detail = detail,
        Extensions = { ["code"] = code },
    };

    private static IResult Write(ProblemDetails details, bool retry) => new ProblemResult(details, retry);

    private static int Status(RefusalKind kind) => kind switch
    {
        RefusalKind.Invalid => StatusCodes.Status400BadRequest,
        RefusalKind.Forbidden => StatusCodes.Status403Forbidden,
        RefusalKind.NotFound => StatusCodes.Status404NotFound,
        RefusalKind.Conflict => StatusCodes.Status409Conflict,
        RefusalKind.Stale => StatusCodes.Status412PreconditionFailed,
        RefusalKind.Refused => StatusCodes.Status422UnprocessableEntity,
        _ => StatusCodes.Status503ServiceUnavailable,
    };
}
