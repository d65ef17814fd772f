namespace TesslateLite.Contracts.Wire;

// What a client asks of the hub. Ids of new things are made by the client (any UUID that is not all zeros), so that
// asking twice has the effect, and the answer, of asking once.

/// <summary>Begin a session.</summary>
/// <param name="SessionId">Id for the new session.</param>
/// <param name="Model">Model that answers; null takes the default.</param>
public sealed record StartSession(Guid SessionId, string? Model = null);

/// <summary>Send a message and ask for a reply.</summary>
/// <param name="SessionId">The session.</param>
/// <param name="MessageId">Id for the new message.</param>
/// <param name="Text">1 to 100,000 UTF-16 units of Markdown; with attachments it may be empty.</param>
/// <param name="ParentId">
/// The message it follows; null means the end of the newest branch. When that message has been answered meanwhile, the
/// new one goes to the end of that branch.
/// </param>
/// <param name="Attachments">Ids of pictures that this person has uploaded; null for none.</param>
public sealed record SendMessage(Guid SessionId, Guid MessageId, string Text, Guid? ParentId = null, IReadOnlyList<Guid>? Attachments = null);

/// <summary>Stop an open reply and keep its text so far.</summary>
public sealed record StopReply(Guid SessionId, Guid ReplyId);

/// <summary>Go on from the text of a reply that was stopped, interrupted or failed, in a new reply beside it.</summary>
/// <param name="SessionId">The session.</param>
/// <param name="ReplyId">The reply whose text is continued.</param>
/// <param name="NewReplyId">Id for the new reply.</param>
/// <param name="Model">Model that goes on; null takes the one that wrote it so far.</param>
public sealed record ContinueReply(Guid SessionId, Guid ReplyId, Guid NewReplyId, string? Model = null);

/// <summary>Ask for another reply to a message; the earlier ones stay beside it.</summary>
/// <param name="SessionId">The session.</param>
/// <param name="MessageId">The user's message to be answered again.</param>
/// <param name="NewReplyId">Id for the new reply.</param>
/// <param name="Model">Model for this reply; null takes the session's.</param>
public sealed record RegenerateReply(Guid SessionId, Guid MessageId, Guid NewReplyId, string? Model = null);

/// <summary>Write a message anew: a sibling of the old one, with its own reply. The old one and all below it stay.</summary>
/// <param name="SessionId">The session.</param>
/// <param name="MessageId">The user's message that is written anew.</param>
/// <param name="NewMessageId">Id for the new message.</param>
/// <param name="Text">As in <see cref="SendMessage"/>.</param>
/// <param name="Attachments">As in <see cref="SendMessage"/>: those of the old message stay with it alone.</param>
public sealed record EditMessage(Guid SessionId, Guid MessageId, Guid NewMessageId, string Text, IReadOnlyList<Guid>? Attachments = null);

/// <summary>Take back a message that waits in the queue.</summary>
public sealed record UnqueueMessage(Guid SessionId, Guid MessageId);

/// <summary>Give the session a title of 1 to 100 characters.</summary>
public sealed record RenameSession(Guid SessionId, string Title);

/// <summary>Let another model answer from now on.</summary>
public sealed record ChooseModel(Guid SessionId, string Model);

/// <summary>Put the session in the bin.</summary>
public sealed record BinSession(Guid SessionId);

/// <summary>Take the session out of the bin.</summary>
public sealed record RestoreSession(Guid SessionId);
