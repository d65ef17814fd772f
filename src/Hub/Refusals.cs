using System.Globalization;
using TesslateLite.Contracts.Wire;
using TesslateLite.Hub.Attachments;
using TesslateLite.Hub.Sessions;

namespace TesslateLite.Hub;

/// <summary>Each refusal with its sentence, in one place.</summary>
public static class Refusals
{
    /// <summary>Also the answer to strangers: existence is never confirmed.</summary>
    public static Refused NotFound { get; } = new(RefusalCodes.NotFound, "There is no such session.");

    /// <summary>Nothing but white space.</summary>
    public static Refused EmptyText { get; } = new(RefusalCodes.EmptyText, "Write something first.");

    /// <summary>NUL or half a surrogate pair.</summary>
    public static Refused InvalidText { get; } = new(RefusalCodes.InvalidText, "The text holds characters that cannot be stored.");

    /// <summary>All zeros.</summary>
    public static Refused InvalidId { get; } = new(RefusalCodes.InvalidId, "An id must not be all zeros.");

    /// <summary>Taken by something else.</summary>
    public static Refused DuplicateId { get; } = new(RefusalCodes.DuplicateId, "This id is taken; make a new one.");

    /// <summary>No model of that name.</summary>
    public static Refused UnknownModel { get; } = new(RefusalCodes.UnknownModel, "There is no model of that name.");

    /// <summary>There, but not to be used.</summary>
    /// <param name="reason">Why, as a sentence.</param>
    public static Refused ModelUnavailable(string? reason) =>
        new(RefusalCodes.ModelUnavailable, $"This model is not available. {reason}".TrimEnd());

    /// <summary>Not in this session, or not of the needed kind.</summary>
    public static Refused UnknownMessage { get; } = new(RefusalCodes.UnknownMessage, "There is no such message in this session.");

    /// <summary>Restore first.</summary>
    public static Refused SessionBinned { get; } = new(RefusalCodes.SessionBinned, "The session is in the bin. Restore it first.");

    /// <summary>Too many wait.</summary>
    public static Refused QueueFull { get; } = new(
        RefusalCodes.QueueFull, Invariant($"At most {SessionLimits.QueuedMessages} messages can wait. Let a reply finish first."));

    /// <summary>Too many are written.</summary>
    public static Refused TooManyReplies { get; } = new(
        RefusalCodes.TooManyReplies, Invariant($"At most {SessionLimits.OpenReplies} replies can be written at once. Stop one first."));

    /// <summary>Too many watches on one connection.</summary>
    public static Refused TooManyWatches { get; } = new(
        RefusalCodes.TooManyWatches, Invariant($"A connection can watch at most {Realtime.WatchLimit.Watches} sessions at once. End one first."));

    /// <summary>Too many pins, folders or tags.</summary>
    public static Refused LibraryFull { get; } = new(
        RefusalCodes.LibraryFull, Invariant($"At most {Libraries.LibraryDecisions.MaxItems} of these can be kept. Remove one first."));

    /// <summary>No such folder.</summary>
    public static Refused UnknownFolder { get; } = new(RefusalCodes.UnknownFolder, "There is no such folder.");

    /// <summary>It ended by itself.</summary>
    public static Refused NotContinuable { get; } = new(RefusalCodes.NotContinuable, "This reply is complete; there is nothing to continue.");

    /// <summary>Malformed or of another session.</summary>
    public static Refused InvalidPosition { get; } = new(RefusalCodes.InvalidPosition, "This position is not one of this session. Watch again without one.");

    /// <summary>Not there, not theirs, or not sent in time.</summary>
    public static Refused UnknownAttachment { get; } = new(RefusalCodes.UnknownAttachment, "There is no such picture. Attach it once more.");

    /// <summary>Too many pictures.</summary>
    public static Refused TooManyAttachments { get; } = new(
        RefusalCodes.TooManyAttachments, Invariant($"A message can have at most {AttachmentLimits.OfMessage} pictures."));

    /// <summary>No picture.</summary>
    public static Refused AttachmentUnsupported { get; } = new(
        RefusalCodes.AttachmentUnsupported, "This is not a picture. PNG, JPEG, WebP and GIF can be attached.");

    /// <summary>Too many bytes or pixels.</summary>
    public static Refused AttachmentTooLarge { get; } = new(
        RefusalCodes.AttachmentTooLarge,
        Invariant($"A picture can have at most {AttachmentLimits.Size / (1024 * 1024)} MB and {AttachmentLimits.Side:N0} pixels on each side."));

    /// <summary>Too much waits to be sent.</summary>
    public static Refused AttachmentsFull { get; } = new(
        RefusalCodes.AttachmentsFull, "Too many pictures wait to be sent. Send some first, or come back tomorrow.");

    /// <summary>Wrong types.</summary>
    public static Refused BadRequest { get; } = new(RefusalCodes.BadRequest, "The arguments are not of the declared types.");

    /// <summary>No such method.</summary>
    public static Refused UnknownMethod { get; } = new(RefusalCodes.UnknownMethod, "The hub has no such method.");

    /// <summary>Lost the race too often.</summary>
    public static Refused Conflict { get; } = new(RefusalCodes.Conflict, "Others changed this at the same moment. Try once more.");

    /// <summary>No database.</summary>
    public static Refused StoreUnavailable { get; } = new(RefusalCodes.StoreUnavailable, "The database does not answer. Try again in a moment; nothing is done twice.");

    /// <summary>Unforeseen.</summary>
    public static Refused Internal { get; } = new(RefusalCodes.Internal, "Something went wrong on the server. Try again; nothing is done twice.");

    /// <summary>Nobody is signed in.</summary>
    public static Refused SignedOut { get; } = new(RefusalCodes.SignedOut, "You are not signed in.");

    /// <summary>A cookie from a page of another site.</summary>
    public static Refused OriginNotAllowed { get; } = new(RefusalCodes.OriginNotAllowed, "This request does not come from this site.");

    /// <summary>Longer than <paramref name="limit"/> UTF-16 units.</summary>
    public static Refused TextTooLong(int limit) =>
        new(RefusalCodes.TextTooLong, string.Create(CultureInfo.InvariantCulture, $"At most {limit:N0} characters are allowed here."));

    /// <summary>What an unexpected exception is called outside.</summary>
    public static Refused Of(Exception e) => StoreFailure.Is(e) ? StoreUnavailable : Internal;

    private static string Invariant(FormattableString text) => FormattableString.Invariant(text);
}
