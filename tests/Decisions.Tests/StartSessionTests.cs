using FluentAssertions;
using TesslateLite.Contracts.Events;
using TesslateLite.Contracts.Wire;
using TesslateLite.Hub;
using TesslateLite.Hub.Sessions;
using TesslateLite.Projections.Sessions;
using TesslateLite.Support;
using Xunit;

namespace TesslateLite.Decisions.Tests;

public sealed class StartSessionTests
{
    private static readonly Guid s_caller = Ids.Of(7);
    private static readonly Guid s_session = Ids.Of(1);
    private static readonly string[] s_models = ["first", "second"];

    [Fact]
    public void A_session_without_a_model_takes_the_first_one() =>
        Decide(model: null).Appended().Should().Equal(new SessionStarted(s_session, s_caller, "first"));

    [Fact]
    public void A_session_takes_the_model_that_is_named() =>
        Decide(model: "second").Appended().Should().Equal(new SessionStarted(s_session, s_caller, "second"));

    [Theory]
    [InlineData("third")]
    [InlineData("First")]
    [InlineData("")]
    public void A_model_that_is_not_offered_is_refused(string model) =>
        Decide(model).RefusedWith().Should().Be(RefusalCodes.UnknownModel);

    [Fact]
    public void An_id_of_all_zeros_is_refused() =>
        StartSessionDecision.Decide(new StartSession(Guid.Empty), existing: null, s_caller, s_models)
            .RefusedWith().Should().Be(RefusalCodes.InvalidId);

    [Theory]
    [InlineData(null)]
    [InlineData("second")]
    [InlineData("gone since")]
    public void Starting_ones_own_session_again_changes_nothing(string? model) =>
        Decide(model, new ChatSession(s_session, s_caller, "first")).NothingButAnswer().Should().Be(new Accepted());

    [Fact]
    public void A_strangers_session_of_that_id_is_not_confirmed_to_exist() =>
        Decide(model: null, new ChatSession(s_session, Ids.Of(8), "first")).RefusedWith().Should().Be(RefusalCodes.NotFound);

    private static Decision Decide(string? model, ChatSession? existing = null) =>
        StartSessionDecision.Decide(new StartSession(s_session, model), existing, s_caller, s_models);
}
