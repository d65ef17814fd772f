using System.Globalization;

namespace TesslateLite.Hub.Gateway.Context;

/// <summary>What stands in the text for something that a model is not sent. In brackets, as a person would mark it.</summary>
internal static class ContextNotes
{
    /// <summary>More than any of these notes has, in tokens.</summary>
    public const int Tokens = 24;

    /// <summary>In place of a message whose end is cut off.</summary>
    public const string Shortened = "[The rest of this message is left out.]";

    /// <summary>In place of turns.</summary>
    public static string LeftOut(int count) => count == 1
        ? "[An earlier message is left out here.]"
        : string.Create(CultureInfo.InvariantCulture, $"[{count} earlier messages are left out here.]");

    /// <summary>In place of pictures, for a model that does not see.</summary>
    public static string NotSeen(int count) => count == 1
        ? "[A picture was attached; this model cannot see it.]"
        : string.Create(CultureInfo.InvariantCulture, $"[{count} pictures were attached; this model cannot see them.]");

    /// <summary>In place of pictures of early messages.</summary>
    public static string NotSentAgain(int count) => count == 1
        ? "[A picture was attached; it is not shown again.]"
        : string.Create(CultureInfo.InvariantCulture, $"[{count} pictures were attached; they are not shown again.]");

    /// <summary>A text with a paragraph more.</summary>
    public static string Join(string text, string more) => text.Length == 0 ? more : more.Length == 0 ? text : $"{text}\n\n{more}";
}
