using TesslateLite.Contracts.Wire;

namespace TesslateLite.Hub.Sessions;

/// <summary>What people write, made storable or refused.</summary>
public static class PersonText
{
    /// <summary>Checks a message. Line ends become LF; nothing else is changed, but that white space beside pictures is no text.</summary>
    /// <param name="text">What was written.</param>
    /// <param name="besidePictures">Whether pictures say something without it.</param>
    /// <returns>The text, or a refusal in its place.</returns>
    public static (string Text, Refused? Refused) Message(string text, bool besidePictures)
    {
        var normal = text.Replace("\r\n", "\n", StringComparison.Ordinal).Replace('\r', '\n');
        return besidePictures && string.IsNullOrWhiteSpace(normal) ? ("", null) : (normal, Check(normal, SessionLimits.MessageLength));
    }

    /// <summary>Checks a one-line name: white space is trimmed and folded to single spaces.</summary>
    /// <returns>The name, or a refusal in its place.</returns>
    public static (string Text, Refused? Refused) Line(string text, int limit)
    {
        var line = string.Join(' ', text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
        return (line, Check(line, limit));
    }

    /// <summary>A title from a message: its first line with words on it, without Markdown marks, cut at a word.</summary>
    public static string TitleOf(string message)
    {
        var line = message.Split('\n').Select(l => Line(l.Trim('#', '*', '>', '-', '`', ' ', '\t'), int.MaxValue).Text).FirstOrDefault(l => l.Length > 0)
            ?? Line(message, int.MaxValue).Text;
        const int Wanted = 60;
        if (line.Length <= Wanted)
        {
            return line;
        }

        var end = line.LastIndexOf(' ', Wanted);
        end = end < Wanted / 2 ? Wanted : end;
        return line[..(char.IsHighSurrogate(line[end - 1]) ? end - 1 : end)] + "…";
    }

    private static Refused? Check(string text, int limit)
    {
        if (string.IsNullOrWhiteSpace(text))
        {
            return Refusals.EmptyText;
        }

        if (text.Length > limit)
        {
            return Refusals.TextTooLong(limit);
        }

        return IsStorable(text) ? null : Refusals.InvalidText;
    }

    /// <summary>PostgreSQL stores neither NUL nor half a surrogate pair.</summary>
    private static bool IsStorable(string text)
    {
        for (var i = 0; i < text.Length; i++)
        {
            if (text[i] == '\0' || char.IsLowSurrogate(text[i]))
            {
                return false;
            }

            if (char.IsHighSurrogate(text[i]) && !(++i < text.Length && char.IsLowSurrogate(text[i])))
            {
                return false;
            }
        }

        return true;
    }
}
