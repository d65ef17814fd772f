using System.Globalization;
using System.Text.Json;

namespace TesslateLite.Hub.Gateway.Direct;

/// <summary>An error as providers write it, in any of their shapes. Its text is for recognising the case and is never passed on.</summary>
/// <param name="Status">The status that its code stands for; null when it names none.</param>
/// <param name="Marks">What its <c>type</c>, <c>code</c> and <c>status</c> say, those of an inner error included; lower case.</param>
/// <param name="Message">What it says to people; lower case, may be empty.</param>
internal sealed record ProviderError(int? Status, IReadOnlyList<string> Marks, string Message)
{
    private static readonly string[] s_markNames = ["type", "code", "status"];

    /// <summary>An error that says nothing.</summary>
    public static ProviderError Unreadable { get; } = new(null, [], "");

    /// <summary>
    /// Reads <c>{"error": {…}}</c>, <c>{"error": "…"}</c>, the error without its envelope, a list of one, and
    /// <c>{"detail": …}</c>. Null when the text is JSON of another kind, or none.
    /// </summary>
    public static ProviderError? Parse(string text)
    {
        try
        {
            using var document = JsonDocument.Parse(text);
            var root = document.RootElement;
            if (root.ValueKind == JsonValueKind.Array && root.GetArrayLength() > 0)
                root = root[0];
            return root.ValueKind == JsonValueKind.Object ? Read(root) : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static ProviderError? Read(JsonElement root)
    {
        foreach (var envelope in (ReadOnlySpan<string>)["error", "detail"])
        {
            if (!root.TryGetProperty(envelope, out var error))
                continue;
            switch (error.ValueKind)
            {
                case JsonValueKind.Object:
                    return Describe(error);
                case JsonValueKind.String:
                    return new ProviderError(null, [], Lower(error));
                case JsonValueKind.Array or JsonValueKind.True:
                    return Unreadable;
            }
        }
        return root.TryGetProperty("message", out _) ? Describe(root) : null;
    }

    private static ProviderError Describe(JsonElement error)
    {
        var marks = new List<string>();
        int? status = null;
        var message = "";
        for (var depth = 0; depth < 3 && error.ValueKind == JsonValueKind.Object; depth++)
        {
            foreach (var name in s_markNames)
            {
                if (!error.TryGetProperty(name, out var value))
                    continue;
                if (AsStatus(value) is { } number)
                    status ??= number;
                else if (value.ValueKind == JsonValueKind.String)
                    marks.Add(Lower(value));
            }
            if (error.TryGetProperty("message", out var text) && text.ValueKind == JsonValueKind.String)
                message += Lower(text);
            // Azure says in there which filter it was.
            if (!error.TryGetProperty("innererror", out error))
                break;
        }
        return new ProviderError(status, marks, message);
    }

    private static int? AsStatus(JsonElement value)
    {
        var number = value.ValueKind switch
        {
            JsonValueKind.Number when value.TryGetInt32(out var given) => given,
            JsonValueKind.String when int.TryParse(Lower(value), CultureInfo.InvariantCulture, out var given) => given,
            _ => 0,
        };
        return number is >= 100 and <= 599 ? number : null;
    }

    /// <summary>The text, or none where it is no text: who quotes a part of a message may cut a surrogate pair in two.</summary>
    private static string Lower(JsonElement text)
    {
        try
        {
#pragma warning disable CA1308 // Compared with the providers' own lower-case words, and never shown.
            return text.GetString()?.ToLowerInvariant() ?? "";
#pragma warning restore CA1308
        }
        catch (InvalidOperationException)
        {
            return "";
        }
    }
}
