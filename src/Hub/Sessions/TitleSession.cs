using TesslateLite.Contracts.Events;
using TesslateLite.Contracts.Wire;
using TesslateLite.Hub.Access;
using TesslateLite.Projections.Sessions;

namespace TesslateLite.Hub.Sessions;

/// <summary>Rule for a title that a model has found.</summary>
public static class TitleSessionDecision
{
    /// <summary>Decides. A person's title stays, and so does the one that a model found before.</summary>
    /// <param name="session">The session.</param>
    /// <param name="answer">What the model said.</param>
    /// <param name="model">The model.</param>
    public static Decision Decide(ChatSession session, string answer, string model) =>
        session is { TitleIsProvisional: true, Binned: false } && TitleOf(answer) is { } title
            ? Decision.Append(new SessionRenamed(title, By: null) { Model = model })
            : Decision.Already();

    /// <summary>The title in what a model said: its first words, without the quotes, marks and labels that models put around them.</summary>
    private static string? TitleOf(string answer)
    {
        var line = PersonText.TitleOf(answer);
        const string Label = "title:";
        if (line.StartsWith(Label, StringComparison.OrdinalIgnoreCase))
        {
            line = line[Label.Length..];
        }

        return PersonText.Line(line.Trim(' ', '"', '“', '”', '\'', '*', '.'), SessionLimits.TitleLength) is { Refused: null } title ? title.Text : null;
    }
}

/// <summary>Gives a session the title that a model has found, on behalf of its owner.</summary>
public sealed class TitleSessionHandler(SessionWriter writer)
{
    /// <summary>Carries it out.</summary>
    public Task<Outcome> Handle(Guid sessionId, Guid owner, string answer, string model) =>
        writer.Write(owner, sessionId, Right.Manage, (session, _) =>
            Task.FromResult(TitleSessionDecision.Decide(session, answer, model)));
}
