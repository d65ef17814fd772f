using System.Globalization;
using FluentAssertions;
using Npgsql;
using TesslateLite.Contracts.Wire;
using TesslateLite.Support;
using Xunit;

namespace TesslateLite.Faults.Tests;

/// <summary>The database refuses the one commit that matters; the reply waits for it, or for its next worker.</summary>
public sealed class RefusedCommitTests
{
    [Fact]
    public async Task A_reply_whose_end_cannot_be_stored_is_closed_when_it_can()
    {
        await using var studio = await TestStudio.StartAsync();
        await using var person = await studio.VisitAsync();
        var session = await person.StartAsync();
        var screen = person.Watch(session);
        await RefuseEnds(studio);

        var reply = (await person.SendAsync(session, "demo:echo all is well")).ReplyId;
        await CannotBeClosed(studio, reply);
        await AcceptEnds(studio);

        (await screen.EndOf(reply)).Outcome.Should().Be(MessageOutcome.Completed);
    }

    [Fact]
    public async Task A_reply_that_was_written_to_its_end_and_not_closed_when_the_server_died_is_closed_by_the_next()
    {
        await using var studio = await TestStudio.StartAsync();
        await using var person = await studio.VisitAsync();
        var session = await person.StartAsync();
        await RefuseEnds(studio);
        var reply = (await person.SendAsync(session, "demo:echo all is well")).ReplyId;
        await CannotBeClosed(studio, reply);

        await studio.Server.KillAsync();
        await AcceptEnds(studio);
        await studio.Server.StartAgainAsync();

        await using var again = await person.OpenTabAsync();
        var message = await Eventually.Become(
            async () => (await again.HistoryAsync(session)).SingleOrDefault(m => m.Id == reply), m => m is not null, TimeSpan.FromSeconds(30));
        message!.Outcome.Should().Be(MessageOutcome.Completed);
        string.Concat(message.Pieces.OfType<BlockPiece>().Select(p => p.Html)).Split("all is well").Should().HaveCount(2, "it is said once");
    }

    private static Task CannotBeClosed(TestStudio studio, Guid? reply) =>
        Eventually.Become(
            () => studio.Server.Log.Contains(string.Create(CultureInfo.InvariantCulture, $"Reply {reply} could not be closed"), StringComparison.Ordinal),
            TimeSpan.FromSeconds(20));

    private static Task RefuseEnds(TestStudio studio) => Execute(
        studio,
        """
        create function refuse_ends() returns trigger language plpgsql as $$ begin
          if new.type = 'reply_closed' then raise exception 'not today'; end if; return new; end $$;
        create trigger refuse_ends before insert on tesslate.mt_events for each row execute function refuse_ends();
        """);

    private static Task AcceptEnds(TestStudio studio) => Execute(studio, "drop trigger refuse_ends on tesslate.mt_events");

    private static async Task Execute(TestStudio studio, string sql)
    {
        await using var connection = new NpgsqlConnection(studio.Database);
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync();
    }
}
