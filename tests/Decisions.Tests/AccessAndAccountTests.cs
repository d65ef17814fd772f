using FluentAssertions;
using TesslateLite.Contracts.Events;
using TesslateLite.Hub.Access;
using TesslateLite.Hub.Accounts;
using TesslateLite.Projections.Sessions;
using Xunit;

namespace TesslateLite.Decisions.Tests;

public sealed class AccessAndAccountTests
{
    /// <summary>Who may do what: a role that is added needs a row of its own.</summary>
    private static readonly Dictionary<SessionRole, Right[]> s_rights = new()
    {
        [SessionRole.Owner] = [Right.Read, Right.Write, Right.Manage],
    };

    [Fact]
    public void Every_role_has_exactly_the_rights_of_the_table()
    {
        s_rights.Keys.Should().BeEquivalentTo(Enum.GetValues<SessionRole>());
        foreach (var (role, rights) in s_rights)
        {
            Enum.GetValues<Right>().Where(right => SessionRights.Allows(role, right)).Should().BeEquivalentTo(rights);
        }
    }

    [Fact]
    public void A_role_that_is_not_known_may_do_nothing() =>
        Enum.GetValues<Right>().Should().NotContain(right => SessionRights.Allows((SessionRole)99, right));

    [Fact]
    public void A_guest_is_told_from_others_by_the_end_of_the_id() =>
        OpenGuestAccountDecision.Decide(Guid.Parse("0190a1b2-0000-7000-8000-00000000beef"))
            .Should().Be(new AccountOpened(Guid.Parse("0190a1b2-0000-7000-8000-00000000beef"), AccountKind.Guest, "Guest BEEF"));
}
