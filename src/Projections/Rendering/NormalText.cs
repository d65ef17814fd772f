using System.Text;

namespace TesslateLite.Projections.Rendering;

/// <summary>
/// Text as it is stored, rendered and counted in offsets: LF ends a line, no NUL (PostgreSQL refuses it), no half of a
/// surrogate pair (JSON cannot carry it). Takes text in any split and gives the same for each of them: what only the next
/// unit decides, a CR or the first half of a pair, is held back.
/// </summary>
public sealed class NormalText
{
    private const char Replacement = '\uFFFD';
    private char _held;

    /// <summary>The whole of a text made normal.</summary>
    public static string From(string raw)
    {
        var normal = new NormalText();
        var start = normal.Append(raw);
        var rest = normal.Complete();
        return rest.Length == 0 ? start : start + rest;
    }

    /// <summary>More raw text; gives what is certain of it, together with what was held back before.</summary>
    public string Append(string raw)
    {
        ArgumentNullException.ThrowIfNull(raw);
        if (_held == '\0' && IsNormal(raw))
        {
            return raw;
        }

        var normal = new StringBuilder(raw.Length + 1);
        foreach (var unit in raw)
        {
            Take(unit, normal);
        }

        return normal.ToString();
    }

    /// <summary>Nothing more comes: gives what is still held back.</summary>
    public string Complete()
    {
        var held = _held;
        _held = '\0';
        return held switch
        {
            '\0' => "",
            '\r' => "\n",
            _ => Replacement.ToString(),
        };
    }

    private static bool IsNormal(ReadOnlySpan<char> raw) =>
        !raw.ContainsAny('\r', '\0') && !raw.ContainsAnyInRange('\uD800', '\uDFFF');

    private void Take(char unit, StringBuilder normal)
    {
        var held = _held;
        _held = '\0';
        if (held == '\r')
        {
            normal.Append('\n');
            if (unit == '\n')
            {
                return;
            }
        }
        else if (held != '\0')
        {
            if (char.IsLowSurrogate(unit))
            {
                normal.Append(held).Append(unit);
                return;
            }

            normal.Append(Replacement);
        }

        if (unit == '\r' || char.IsHighSurrogate(unit))
        {
            _held = unit;
            return;
        }

        normal.Append(unit == '\0' || char.IsLowSurrogate(unit) ? Replacement : unit);
    }
}
