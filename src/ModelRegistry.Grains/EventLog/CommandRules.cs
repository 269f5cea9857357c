using ModelRegistry.Contracts;
using ModelRegistry.Core;
using ModelRegistry.Postgres;
using ModelRegistry.Postgres.Events;

namespace ModelRegistry.Grains.EventLog;

/// <summary>The refusals that every event stream shares.</summary>
internal static class CommandRules
{
    /// <summary>Null when the context is whole.</summary>
    public static Refusal? Check(CommandContext context)
    {
        if (context.CommandId == Guid.Empty)
            return Malformed("The command has no id; every command needs one, such as a UUIDv7 made at the door.");
        if (string.IsNullOrWhiteSpace(context.Principal))
            return Malformed("The command has no principal; the audit log needs the name of who asks.");
        return string.IsNullOrEmpty(context.Fingerprint)
            ? Malformed("The command has no fingerprint; SHA-256 (hex) of the request is wanted.")
            : null;
    }

    /// <summary>Null when no revision was expected or it is the present one.</summary>
    public static Refusal? CheckRevision(StreamId stream, CommandContext context, long revision)
        => context.ExpectedRevision is not { } expected || expected == revision
            ? null
            : Decide.Refuse(
                RefusalKind.Stale,
                "stale_revision",
                $"The command expects revision {expected} of {stream}, which is at {revision}. Read it again and decide on what it is now.");

    public static Refusal KeyReused(Guid commandId) => Decide.Refuse(
        RefusalKind.Refused,
        "idempotency_key_reused",
        $"Command {commandId:D} was carried out with another request. Send another request under a new idempotency key.");

    public static Refusal Contended(StreamId stream, int attempts) => Decide.Refuse(
        RefusalKind.Unavailable,
        "contended",
        $"Other writers changed {stream} during each of {attempts} attempts; nothing was changed by this command. Try again.");

    public static Refusal Violated(StreamId stream, string constraint) => Decide.Refuse(
        RefusalKind.Conflict,
        "constraint_violated",
        $"What was decided for {stream} is against the constraint '{constraint}' of the read models; nothing was changed.");

    public static Refusal Unavailable(StreamId stream, bool unknown, StoreUnavailableException cause) => unknown
        ? OutcomeUnknown(stream, cause.Message)
        : Decide.Refuse(
            RefusalKind.Unavailable,
            "store_unavailable",
            $"The database cannot be reached, so nothing was changed in {stream} ({cause.Message}). Try again.");

    public static Refusal OutcomeUnknown(StreamId stream, string cause) => Decide.Refuse(
        RefusalKind.Unavailable,
        "outcome_unknown",
        $"The database was lost while a command of {stream} was committed ({cause}). Repeat it with the same idempotency key: it is carried out once.");

    private static Refusal Malformed(string detail) => Decide.Refuse(RefusalKind.Invalid, "malformed_command", detail);
}
