using CsCheck;
using FluentAssertions;
using TesslateLite.Hub.Sessions;
using TesslateLite.Support;
using Xunit;

namespace TesslateLite.Hub.Tests.Sessions;

/// <summary>Where a message goes, by the query that the product runs, against the plain walk that the tests of decisions run.</summary>
public sealed class BranchesTests : IAsyncLifetime
{
    private const int Trees = 40;

    private ChatDatabase _database = null!;

    public async Task InitializeAsync() => _database = await ChatDatabase.CreateAsync();

    public async Task DisposeAsync() => await _database.DisposeAsync();

    [Fact]
    public async Task The_end_of_each_branch_of_any_tree_is_found_by_PostgreSQL_as_by_walking()
    {
        var sessions = new List<SessionInMemory>();
        Gen.Select(Gen.Int[0, 9], Gen.Int[0, 999]).Array[1, 60].Sample(steps => sessions.Add(Grow(steps, sessions.Count + 1)), iter: Trees, threads: 1);
        await _database.Store.BulkInsertAsync([.. sessions.SelectMany(s => s.Rows.Values)]);
        await using var query = _database.Store.QuerySession();

        foreach (var session in sessions)
        {
            var places = session.Rows.Keys
                .Concat(session.State.OpenReplies.Select(r => r.ReplyId))
                .Concat(session.State.Queue.Select(q => q.MessageId))
                .Select(id => (Guid?)id)
                .Append(null)
                .Append(Guid.NewGuid());
            foreach (var from in places)
            {
                (await Branches.EndOf(query, session.State, from)).Should().Be(session.EndOf(from));
            }
        }
    }

    /// <summary>A session after a random series of commands; ids do not repeat from one to the next.</summary>
    private static SessionInMemory Grow((int What, int Pick)[] steps, int number)
    {
        var session = new SessionInMemory(number * 1_000);
        var next = number * 1_000;
        foreach (var (what, pick) in steps)
        {
            var id = Ids.Of(++next);
            var reply = Ids.Of(++next);
            var messages = session.Rows.Values.Where(r => r.AuthorId is not null).Select(r => r.Id).ToList();
            var open = session.State.OpenReplies;
            switch (what)
            {
                case < 3:
                    session.Send(id, parent: session.Rows.Count > 0 && pick % 2 == 0 ? session.Rows.Keys.ElementAt(pick % session.Rows.Count) : null, reply: reply);
                    break;
                case 3 when messages.Count > 0:
                    session.Edit(messages[pick % messages.Count], id, reply: reply);
                    break;
                case 4 when messages.Count > 0:
                    session.Regenerate(messages[pick % messages.Count], reply);
                    break;
                case > 4 when open.Count > 0:
                    session.Close(open[pick % open.Count].ReplyId, reply: reply);
                    break;
            }
        }

        return session;
    }
}
