using System.Text;
using Marten;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using TesslateLite.Contracts.Wire;
using TesslateLite.Hub.Gateway;
using TesslateLite.Hub.Sessions;
using TesslateLite.Projections.Sessions;

namespace TesslateLite.Hub.Titles;

/// <summary>
/// Asks a cheap model for titles, one at a time, behind everybody's back: whatever goes wrong here, a session has the title of
/// its first words.
/// </summary>
public sealed class TitleWriter(
    TitleInbox inbox, IModelGateway gateway, TitleSessionHandler title, IDocumentStore store, IOptions<TitleOptions> options, ILogger<TitleWriter> log)
    : BackgroundService
{
    /// <summary>UTF-16 units of the message, and of the answer, that the model is shown.</summary>
    private const int Shown = 2_000;

    /// <summary>UTF-16 units after which an answer is no title.</summary>
    private const int Enough = 300;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        if (options.Value.TitleModel is not { Length: > 0 } model)
        {
            return;
        }

        await foreach (var wanted in inbox.All.ReadAllAsync(stoppingToken))
        {
            try
            {
                using var patience = CancellationTokenSource.CreateLinkedTokenSource(stoppingToken);
                patience.CancelAfter(Patience);
                await title.Handle(wanted.SessionId, wanted.Owner, await Ask(model, wanted, patience.Token), model);
            }
            catch (Exception e) when (!stoppingToken.IsCancellationRequested)
            {
                // Not the exception itself: providers quote in theirs what they were asked.
                Log.NoTitle(log, wanted.SessionId, (e as ModelException)?.Code ?? e.GetBaseException().GetType().Name);
            }
        }
    }

    private async Task<string> Ask(string model, WantedTitle wanted, CancellationToken cancellation)
    {
        await using var query = store.QuerySession();
        var message = await query.LoadAsync<MessageRow>(wanted.MessageId, cancellation);
        var request = new ModelRequest(model, Guid.CreateVersion7(), [new ModelMessage(MessageRole.User, Question(message?.Text ?? "", wanted.Reply))], "");
        var answer = new StringBuilder();
        await foreach (var delta in gateway.Stream(request, cancellation))
        {
            if (delta is ModelText text && answer.Append(text.Text).Length > Enough)
            {
                break;
            }
        }

        return answer.ToString();
    }

    private static string Question(string message, string reply) =>
        $"""
        Find a title for the conversation below: at most six words, in the language of the conversation, without quotes and
        without a full stop. Answer with the title alone.

        <message>
        {Start(message)}
        </message>
        <reply>
        {Start(reply)}
        </reply>
        """;

    /// <summary>As much of a text as the model is shown.</summary>
    internal static string Start(string text) =>
        text.Length <= Shown ? text : text[..(char.IsHighSurrogate(text[Shown - 1]) ? Shown - 1 : Shown)];
}
