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
    private static readonly ModelView[] s_models =
    [
        Model("keyless", ModelState.Unavailable) with { Reason = "TEST_API_KEY is not set." },
        Model("first", ModelState.Available),
        Model("second", ModelState.Resting),
    ];

    [Fact]
    public void A_session_without_a_model_takes_the_first_one_that_can_be_used() =>
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
    public void A_model_that_cannot_be_used_is_refused_with_the_reason() =>
        Decide("keyless").Should().Be(new Decision.Refuse(
            new Refused(RefusalCodes.ModelUnavailable, "This model is not available. TEST_API_KEY is not set.")));

    [Fact]
    public void When_no_model_can_be_used_starting_says_why() =>
        StartSessionDecision.Decide(new StartSession(s_session), existing: null, s_caller, [s_models[0]])
            .RefusedWith().Should().Be(RefusalCodes.ModelUnavailable);

    [Fact]
    public void An_id_of_all_zeros_is_refused() =>
        StartSessionDecision.Decide(new StartSession(Guid.Empty), existing: null, s_caller, s_models)
            .RefusedWith().Should().Be(RefusalCodes.InvalidId);

    [Theory]
    [InlineData(null)]
    [InlineData("second")]
    [InlineData("gone since")]
    [InlineData("keyless")]
    public void Starting_ones_own_session_again_changes_nothing(string? model) =>
        Decide(model, new ChatSession(s_session, s_caller, "first")).NothingButAnswer().Should().Be(new Accepted());

    [Fact]
    public void A_strangers_session_of_that_id_is_not_confirmed_to_exist() =>
        Decide(model: null, new ChatSession(s_session, Ids.Of(8), "first")).RefusedWith().Should().Be(RefusalCodes.NotFound);

    private static ModelView Model(string name, ModelState state) => new(name, name, "Test", "", state);

    private static Decision Decide(string? model, ChatSession? existing = null) =>
        StartSessionDecision.Decide(new StartSession(s_session, model), existing, s_caller, s_models);
}
