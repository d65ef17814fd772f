namespace TesslateLite.Hub.Sessions;

/// <summary>Bounds of a session; what is counted stays small enough to decide on.</summary>
public static class SessionLimits
{
    /// <summary>UTF-16 units in a message.</summary>
    public const int MessageLength = 100_000;

    /// <summary>UTF-16 units in a title.</summary>
    public const int TitleLength = 100;

    /// <summary>Messages that may wait.</summary>
    public const int QueuedMessages = 10;

    /// <summary>Replies that may be written at once.</summary>
    public const int OpenReplies = 8;

    /// <summary>UTF-16 units in a reply; a model that writes more is cut off.</summary>
    public const int ReplyLength = 1_000_000;

    /// <summary>Turns of a branch that a model may be shown.</summary>
    public const int PathTurns = 10_000;

    /// <summary>UTF-16 units of a branch that a model may be shown: about a million tokens.</summary>
    public const int PathLength = 4_000_000;
}
