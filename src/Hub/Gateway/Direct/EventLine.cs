using System.Text;
using System.Text.RegularExpressions;

namespace TesslateLite.Hub.Gateway.Direct;

/// <summary>
/// Mends what many servers write into their events and the client library refuses: an empty role, an empty finish reason, and
/// finish reasons in words of their own. Pure; looks at one line at a time.
/// </summary>
internal static partial class EventLine
{
    /// <summary>What some call the end that OpenAI calls <c>stop</c> or <c>length</c>. Others stay, and are malformed.</summary>
    private static readonly Dictionary<string, string> s_reasons = new(StringComparer.OrdinalIgnoreCase)
    {
        ["stop"] = "stop",
        ["eos"] = "stop",
        ["eos_token"] = "stop",
        ["stop_sequence"] = "stop",
        ["end_turn"] = "stop",
        ["length"] = "length",
        ["max_tokens"] = "length",
        ["model_length"] = "length",
    };

    /// <summary>The line as the library takes it; the very same one when there is nothing to mend.</summary>
    public static ReadOnlyMemory<byte> Mended(ReadOnlyMemory<byte> line)
    {
        // All but the first and the last line of an answer have null there, or nothing: they are not decoded.
        if (!HasString(line.Span, "\"finish_reason\""u8) && !HasString(line.Span, "\"role\""u8))
        {
            return line;
        }

        var text = Encoding.UTF8.GetString(line.Span);
        var mended = Member().Replace(text, Mend);
        return ReferenceEquals(mended, text) ? line : Encoding.UTF8.GetBytes(mended);
    }

    /// <summary>Whether the member is there with a string as its value; also when a model writes about one, which does no harm.</summary>
    private static bool HasString(ReadOnlySpan<byte> line, ReadOnlySpan<byte> member)
    {
        while (line.IndexOf(member) is >= 0 and var at)
        {
            line = line[(at + member.Length)..];
            if (line.TrimStart(" \t:"u8) is [(byte)'"', ..])
            {
                return true;
            }
        }

        return false;
    }

    private static string Mend(Match match)
    {
        var (name, value) = (match.Groups["name"].Value, match.Groups["value"].Value);
        if (value.Length == 0)
        {
            return $"{name}:null";
        }

        return name == "\"finish_reason\"" && s_reasons.TryGetValue(value, out var known) ? $"{name}:\"{known}\"" : match.Value;
    }

    // Within a string of JSON the quotes are escaped, so that what a model writes never looks like this.
    [GeneratedRegex("""(?<!\\)(?<name>"finish_reason"|"role")\s*:\s*"(?<value>\w*)"(?=\s*[,}])""", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Member();
}
