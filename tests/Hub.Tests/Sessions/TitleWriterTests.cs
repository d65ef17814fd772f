using FluentAssertions;
using TesslateLite.Contracts.Wire;
using TesslateLite.Hub.Gateway;
using TesslateLite.Hub.Tests.Replies;
using TesslateLite.Projections.Sessions;
using TesslateLite.Support;
using Xunit;

namespace TesslateLite.Hub.Tests.Sessions;

public sealed class TitleWriterTests : IAsyncLifetime
{
    private static readonly Guid Ann = Guid.NewGuid();

    private readonly TalkingModel _model = new();
    private readonly Guid _session = Guid.CreateVersion7();
    private ChatDatabase _database = null!;

    public async Task InitializeAsync() => _database = await ChatDatabase.CreateAsync();

    public async Task DisposeAsync() => await _database.DisposeAsync();

    [Fact]
    public async Task The_title_is_the_first_words_at_once_and_a_models_later()
    {
        await using var node = await Node.StartAsync(_database, model: _model, titleModel: "other");
        await AskAsync(node, "How do I boil an egg?");

        (await SessionAsync()).Title.Should().Be("How do I boil an egg?");

        _model.Tell(new ModelText("In water."), new ModelFinished());
        await AskedAsync(calls: 2);
        _model.Asked!.Model.Should().Be("other");
        _model.Asked.Messages.Should().ContainSingle().Which.Text.Should().Contain("How do I boil an egg?").And.Contain("In water.");
        _model.Tell(new ModelText("Boiling "), new ModelText("eggs"), new ModelFinished());

        await Eventually.Become(SessionAsync, session => session.Title == "Boiling eggs");
    }

    [Fact]
    public async Task A_title_that_cannot_be_found_leaves_the_first_words_and_is_tried_again_at_the_next_reply()
    {
        await using var node = await Node.StartAsync(_database, model: _model, titleModel: "other");
        await AskAsync(node, "How do I boil an egg?");
        _model.Tell(new ModelText("In water."), new ModelFinished());
        await AskedAsync(calls: 2);
        _model.Fail(new ModelException(ReplyFailureCodes.RateLimited, "later"));

        await Eventually.Become(SessionAsync, session => session.OpenReplies.Count == 0);
        await AskAsync(node, "And two?");
        await AskedAsync(calls: 3);
        (await SessionAsync()).Title.Should().Be("How do I boil an egg?");
        _model.Tell(new ModelText("Likewise."), new ModelFinished());
        await AskedAsync(calls: 4);
        _model.Tell(new ModelText("Boiling eggs"), new ModelFinished());

        await Eventually.Become(SessionAsync, session => session.Title == "Boiling eggs");
    }

    [Fact]
    public async Task Without_a_model_for_titles_nobody_is_asked()
    {
        await using var node = await Node.StartAsync(_database, model: _model);
        await AskAsync(node, "How do I boil an egg?");
        _model.Tell(new ModelText("In water."), new ModelFinished());
        await Eventually.Become(SessionAsync, session => session.OpenReplies.Count == 0);
        await AskAsync(node, "And two?");
        await AskedAsync(calls: 2);

        _model.Asked!.Model.Should().Be("talking");
        _model.Finish();
        await Eventually.Become(SessionAsync, session => session.OpenReplies.Count == 0);
        _model.Calls.Should().Be(2);
    }

    private async Task AskAsync(Node node, string text)
    {
        await node.Start.Handle(new StartSession(_session), Ann);
        (await node.Send.Handle(new SendMessage(_session, Guid.CreateVersion7(), text), Ann)).Should().BeOfType<Accepted>();
    }

    private Task<int> AskedAsync(int calls) => Eventually.Become(() => Task.FromResult(_model.Calls), called => called == calls);

    private async Task<ChatSession> SessionAsync()
    {
        await using var query = _database.Store.QuerySession();
        return (await query.LoadAsync<ChatSession>(_session))!;
    }
}
