using System.Net;
using FluentAssertions;
using TesslateLite.Contracts.Wire;
using TesslateLite.Support;
using Xunit;

namespace TesslateLite.Web.Tests.UseCases;

/// <summary>Files that replies write, end to end.</summary>
public sealed class ArtifactTests
{
    [Fact]
    public async Task every_version_of_a_file_is_kept_and_can_be_read_when_the_reply_has_ended()
    {
        await using var person = await (await TestStudio.Shared).VisitAsync();
        var session = await person.StartAsync();
        var first = await WriteAsync(person, session, "<file path=\"../src/a.ts\">\none\n</file>");
        var second = await WriteAsync(person, session, "```ts src/a.ts\ntwo\n```\n\n```ts src/a.ts\nthree\n```");

        var file = (await person.ReadAsync<IReadOnlyList<ArtifactView>>(Path(session))).Should().ContainSingle().Subject;

        file.Should().BeEquivalentTo(new { Path = "src/a.ts", Language = "ts" });
        file.Versions.Select(v => (v.Number, v.MessageId)).Should().Equal((1, first), (2, second), (3, second));
        var texts = new List<string>();
        foreach (var version in file.Versions)
        {
            var content = await person.ReadAsync<ArtifactContent>($"{Path(session)}/{version.MessageId}/{version.Piece}");
            content.Number.Should().Be(version.Number);
            texts.Add(content.Text);
        }

        texts.Should().Equal("one\n", "two\n", "three\n");
        (await person.HistoryAsync(session))[1].Pieces.OfType<CodePiece>().Should().Equal(new CodePiece("ts", "src/a.ts", "one\n", PathMadeSafe: true));
    }

    [Fact]
    public async Task a_file_of_another_session_is_not_found_in_this_one_even_by_its_owner()
    {
        await using var person = await (await TestStudio.Shared).VisitAsync();
        var (mine, other) = (await person.StartAsync(), await person.StartAsync());
        await WriteAsync(person, mine, "```ts a.ts\none\n```");
        var version = (await person.ReadAsync<IReadOnlyList<ArtifactView>>(Path(mine))).Single().Versions.Single();

        using var answer = await person.Http.GetAsync(new Uri($"{Path(other)}/{version.MessageId}/{version.Piece}", UriKind.Relative));

        answer.StatusCode.Should().Be(HttpStatusCode.NotFound);
        (await Problem.CodeOf(answer)).Should().Be(RefusalCodes.UnknownMessage);
        (await person.ReadAsync<IReadOnlyList<ArtifactView>>(Path(other))).Should().BeEmpty();
    }

    private static string Path(Guid session) => $"/api/chat/sessions/{session}/artifacts";

    private static async Task<Guid> WriteAsync(Person person, Guid session, string text)
    {
        var sent = await person.SendAsync(session, "demo:echo " + text);
        await person.Watch(session).EndOf(sent.ReplyId);
        return sent.ReplyId!.Value;
    }
}
