using FluentAssertions;
using TesslateLite.Support;
using Xunit;

namespace TesslateLite.Web.Tests.Hosting;

/// <summary>A wrong setting stops the start with a sentence that names it, and with no stack trace.</summary>
public sealed class SettingsTests
{
    [Theory]
    [InlineData("model_list:\n  - litellm_params: {model: groq/openai/gpt-oss-20b, api_key: secret-word}", ", line 2: model_name is missing.")]
    [InlineData("model_list:\n  - model_name: a\n    litellm_params: {model: groq/m, api_key: secret-word, api_key: secret-word}", ", line 3: a key stands twice in the same map.")]
    [InlineData("model_list: [secret-word", "this is not valid YAML")]
    [InlineData("", ", line 1: the file must be a map with the key model_list.")]
    public async Task a_wrong_file_of_models_stops_the_start_with_its_line(string yaml, string said)
    {
        var file = Path.GetTempFileName();
        await File.WriteAllTextAsync(file, yaml);
        try
        {
            await a_wrong_setting_stops_the_start_with_one_sentence("Gateway__ConfigFile", file, $"{(said[0] == ',' ? Path.GetFileName(file) : "")}{said}");
        }
        finally
        {
            File.Delete(file);
        }
    }

    [Theory]
    [InlineData("PublicUrl", "chat.example", "PublicUrl is not an absolute URL.")]
    [InlineData("Demo__Pace", "0", "Pace")]
    [InlineData("Demo__Pace", "quick", "Demo:Pace")]
    [InlineData("Demo__FirstTokenDelay", "soon", "Demo:FirstTokenDelay")]
    [InlineData("Demo__Seed", "any", "Demo:Seed")]
    [InlineData("Gateway__ConfigFile", "/nowhere/models.yaml", "Gateway__ConfigFile names a file that is not there: /nowhere/models.yaml")]
    [InlineData("Gateway__ConfigFile", "/", "Gateway__ConfigFile names a file that cannot be read: /")]
    [InlineData("Gateway__TitleModel", "cheapest", "Gateway__TitleModel names cheapest, and there is no such model.")]
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
