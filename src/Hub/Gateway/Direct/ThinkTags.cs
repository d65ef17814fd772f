namespace TesslateLite.Hub.Gateway.Direct;

/// <summary>
/// Takes apart what models that think aloud send as one text: a <c>&lt;think&gt;…&lt;/think&gt;</c> at the very beginning,
/// after white space at the most, is reasoning; the rest is the answer. Fed in pieces, with the same result for any split; the
/// tags and the white space around them are gone.
/// </summary>
internal sealed class ThinkTags
{
    private const string Open = "<think>";
    private const string Close = "</think>";

    /// <summary>More white space than this before a tag is text: otherwise a model that sends nothing else would be kept for ever.</summary>
    private const int LongestGap = 64;

    private State _state = State.Beginning;
    private string _held = "";

    private enum State
    {
        Beginning,
        Thinking,
        Gap,
        Answer,
    }

    /// <summary>Takes more text and hands out what is certain by now.</summary>
    public void Add(string text, ICollection<ModelDelta> into)
    {
        var rest = _held + text;
        _held = "";
        while (rest.Length > 0)
        {
            rest = _state switch
            {
                State.Beginning => Begin(rest, into),
                State.Thinking => Think(rest, into),
                State.Gap => SkipGap(rest),
                _ => Answer(rest, into),
            };
        }
    }

    /// <summary>Nothing more comes: hands out what was held back. Thinking that never ended stays thinking.</summary>
    public void End(ICollection<ModelDelta> into)
    {
        if (_held.Length > 0)
            into.Add(_state == State.Thinking ? new ModelReasoning(_held) : new ModelText(_held));
        _held = "";
    }

    private string Begin(string rest, ICollection<ModelDelta> into)
    {
        var start = rest.AsSpan().TrimStart();
        if (rest.Length - start.Length <= LongestGap)
        {
            if (start.StartsWith(Open, StringComparison.Ordinal))
            {
                _state = State.Thinking;
                return start[Open.Length..].ToString();
            }
            if (Open.AsSpan().StartsWith(start, StringComparison.Ordinal))
            {
                _held = rest;
                return "";
            }
        }
        _state = State.Answer;
        return Answer(rest, into);
    }

    private string Think(string rest, ICollection<ModelDelta> into)
    {
        var end = rest.IndexOf(Close, StringComparison.Ordinal);
        if (end >= 0)
        {
            if (end > 0)
                into.Add(new ModelReasoning(rest[..end]));
            _state = State.Gap;
            return rest[(end + Close.Length)..];
        }
        var certain = rest.Length - LengthOfBegunClose(rest);
        if (certain > 0)
            into.Add(new ModelReasoning(rest[..certain]));
        _held = rest[certain..];
        return "";
    }

    private string SkipGap(string rest)
    {
        var answer = rest.TrimStart();
        if (answer.Length > 0)
            _state = State.Answer;
        return answer;
    }

    private static string Answer(string rest, ICollection<ModelDelta> into)
    {
        into.Add(new ModelText(rest));
        return "";
    }

    private static int LengthOfBegunClose(string text)
    {
        for (var length = Math.Min(text.Length, Close.Length - 1); length > 0; length--)
        {
            if (text.AsSpan(text.Length - length).Equals(Close.AsSpan(0, length), StringComparison.Ordinal))
                return length;
        }
        return 0;
    }
}
