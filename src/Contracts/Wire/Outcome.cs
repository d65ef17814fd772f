using System.Text.Json.Serialization;

namespace TesslateLite.Contracts.Wire;

/// <summary>The answer to each command: done, or refused with a stable code. Never an exception.</summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "kind")]
[JsonDerivedType(typeof(Accepted), "accepted")]
[JsonDerivedType(typeof(Refused), "refused")]
public abstract record Outcome;

/// <summary>The command is committed, or had been already; a repeated command gets the first answer again.</summary>
/// <param name="ReplyId">The reply that it opened, if it opened one.</param>
/// <param name="Queued">True when the message waits for an earlier reply of its branch.</param>
public sealed record Accepted(Guid? ReplyId = null, bool Queued = false) : Outcome;

/// <summary>The command was not carried out; nothing has changed.</summary>
/// <param name="Code">One of <see cref="RefusalCodes"/>: what programs decide by.</param>
/// <param name="Detail">One sentence for people; may change.</param>
public sealed record Refused(string Code, string Detail) : Outcome;

/// <summary>Every code that the hub and the HTTP endpoints refuse with. Stable: a code is never renamed.</summary>
public static class RefusalCodes
{
    /// <summary>No such session or message, or none that this person may know of.</summary>
    public const string NotFound = "not_found";

    /// <summary>The text is empty or only white space.</summary>
    public const string EmptyText = "empty_text";

    /// <summary>The text is longer than the limit.</summary>
    public const string TextTooLong = "text_too_long";

    /// <summary>The text holds characters that cannot be stored (NUL, half a surrogate pair).</summary>
    public const string InvalidText = "invalid_text";

    /// <summary>An id is all zeros.</summary>
    public const string InvalidId = "invalid_id";

    /// <summary>An id made by the client is taken by something else.</summary>
    public const string DuplicateId = "duplicate_id";

    /// <summary>No model of that name.</summary>
    public const string UnknownModel = "unknown_model";

    /// <summary>The model cannot be used: its provider's key is not set, for example.</summary>
    public const string ModelUnavailable = "model_unavailable";

    /// <summary>No such message in this session, or none of the needed kind.</summary>
    public const string UnknownMessage = "unknown_message";

    /// <summary>The session is in the bin; restore it first.</summary>
    public const string SessionBinned = "session_binned";

    /// <summary>As many messages wait on this session as may.</summary>
    public const string QueueFull = "queue_full";

    /// <summary>As many replies are open in this session as may.</summary>
    public const string TooManyReplies = "too_many_replies";

    /// <summary>The library holds as many pins, folders or tags as it may.</summary>
    public const string LibraryFull = "library_full";

    /// <summary>No folder of that id in this person's library.</summary>
    public const string UnknownFolder = "unknown_folder";

    /// <summary>The connection watches as many sessions as it may.</summary>
    public const string TooManyWatches = "too_many_watches";

    /// <summary>The reply ended by itself; there is nothing to continue.</summary>
    public const string NotContinuable = "not_continuable";

    /// <summary>The resume position is malformed or of another session; watch again without one.</summary>
    public const string InvalidPosition = "invalid_position";

    /// <summary>No picture of that id that this person has uploaded, or it was not sent in time.</summary>
    public const string UnknownAttachment = "unknown_attachment";

    /// <summary>A message has more pictures than it may.</summary>
    public const string TooManyAttachments = "too_many_attachments";

    /// <summary>What was uploaded is no picture of a known kind.</summary>
    public const string AttachmentUnsupported = "attachment_unsupported";

    /// <summary>The picture has more bytes or more pixels than it may.</summary>
    public const string AttachmentTooLarge = "attachment_too_large";

    /// <summary>This person has uploaded as much as may wait to be sent.</summary>
    public const string AttachmentsFull = "attachments_full";

    /// <summary>The arguments are not of the declared types.</summary>
    public const string BadRequest = "bad_request";

    /// <summary>No such hub method.</summary>
    public const string UnknownMethod = "unknown_method";

    /// <summary>Nobody is signed in.</summary>
    public const string SignedOut = "signed_out";

    /// <summary>A cookie came from a page of another origin.</summary>
    public const string OriginNotAllowed = "origin_not_allowed";

    /// <summary>Others changed the session at the same moment, again and again; try once more.</summary>
    public const string Conflict = "conflict";

    /// <summary>The database does not answer. Whether the command was carried out may be open: repeat it with its ids.</summary>
    public const string StoreUnavailable = "store_unavailable";

    /// <summary>The server stops or restarts; connect again.</summary>
    public const string ShuttingDown = "shutting_down";

    /// <summary>Something unforeseen; it is in the log under the trace id.</summary>
    public const string Internal = "internal";
}
