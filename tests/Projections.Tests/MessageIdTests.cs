using FluentAssertions;
using JasperFx;
using TesslateLite.Contracts.Events;
using TesslateLite.Projections.Sessions;
using TesslateLite.Support;
using Xunit;

namespace TesslateLite.Projections.Tests;

public sealed class MessageIdTests
{
    [Fact]
    public async Task A_message_id_of_another_session_is_refused_and_nothing_of_the_commit_is_stored()
    {
        await using var database = await ChatDatabase.CreateAsync();
        await Scenario.PlayAsync(database.Store);
        await using var query = database.Store.QuerySession();
        var before = await query.LoadAsync<MessageRow>(Scenario.Id(20));

        await using var session = database.Store.LightweightSession();
        session.Store(new Member { Id = "beside", SessionId = Scenario.Other, AccountId = Scenario.Bob, Role = SessionRole.Owner });
        session.Events.Append(
            Scenario.Other, new SessionRenamed("Stolen", By: null), new UserMessageSent(Scenario.Id(20), null, Scenario.Bob, "Mine now", Scenario.Id(99), false));
        var save = () => session.SaveChangesAsync();

        await save.Should().ThrowAsync<DocumentAlreadyExistsException>();
        (await query.LoadAsync<MessageRow>(Scenario.Id(20))).Should().BeEquivalentTo(before);
        (await query.LoadAsync<Member>("beside")).Should().BeNull();
        (await query.LoadAsync<ChatSession>(Scenario.Other))!.Title.Should().Be("Hi");
        (await query.Events.FetchStreamStateAsync(Scenario.Other))!.Version.Should().Be(8);
    }
}
