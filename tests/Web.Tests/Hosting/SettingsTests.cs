using FluentAssertions;
using TesslateLite.Support;
using Xunit;

namespace TesslateLite.Web.Tests.Hosting;

/// <summary>A wrong setting stops the start with a sentence that names it, and with no stack trace.</summary>
public sealed class SettingsTests
{
    [Theory]
    [InlineData("PublicUrl", "chat.example", "PublicUrl is not an absolute URL.")]
    [InlineData("Demo__Pace", "0", "Pace")]
    [InlineData("Demo__Pace", "quick", "Demo:Pace")]
    [InlineData("Demo__FirstTokenDelay", "soon", "Demo:FirstTokenDelay")]
    [InlineData("Demo__Seed", "any", "Demo:Seed")]
    [InlineData("ConnectionStrings__Postgres", "", "ConnectionStrings__Postgres is not set")]
    [InlineData("ConnectionStrings__Postgres", "postgres://ann:secret-word@localhost/chat", "ConnectionStrings__Postgres is not a valid Npgsql connection string.")]
    public async Task a_wrong_setting_stops_the_start_with_one_sentence(string name, string value, string said)
    {
        var database = (await TestStudio.Shared).Database;
        var start = () => WebServer.StartAsync(database, new Dictionary<string, string?>(StringComparer.Ordinal) { [name] = value });

        var log = (await start.Should().ThrowAsync<InvalidOperationException>()).Which.Message;

        log.Should().Contain(said);
        log.Should().NotContain("   at ", "a stack trace says nothing to an operator");
        log.Should().NotContain("secret-word");
    }
}
