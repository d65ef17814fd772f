using CsCheck;
using FluentAssertions;
using TesslateLite.Projections.Rendering;
using Xunit;

namespace TesslateLite.Projections.Tests.Rendering;

public sealed class CodeInfoTests
{
    [Theory]
    [InlineData("", null, null)]
    [InlineData("   ", null, null)]
    [InlineData("js", "js", null)]
    [InlineData(" TypeScript ", "typescript", null)]
    [InlineData("c++", "c++", null)]
    [InlineData("c#", "c#", null)]
    [InlineData("objective-c", "objective-c", null)]
    [InlineData("asp.net", "asp.net", null)]
    [InlineData("dockerfile", "dockerfile", null)]
    [InlineData("naïve", null, null)]
    [InlineData("<b>", null, null)]
    [InlineData("tsx title=\"src/App.tsx\"", "tsx", "src/App.tsx")]
    [InlineData("tsx title='src/My App.tsx' {1,3}", "tsx", "src/My App.tsx")]
    [InlineData("tsx {title=\"a.tsx\"}", "tsx", "a.tsx")]
    [InlineData("ts path=src/a.ts", "ts", "src/a.ts")]
    [InlineData("ts file=a.ts", "ts", "a.ts")]
    [InlineData("ts FileName=a.ts", "ts", "a.ts")]
    [InlineData("ts notitle=a.ts", "ts", null)]
    [InlineData("title=\"index.html\"", null, "index.html")]
    [InlineData("ts title=\"Before the change\"", "ts", null)]
    [InlineData("ts title=\"Before\" path=b.ts title=\"c d\"", "ts", "b.ts")]
    [InlineData("docker title=Dockerfile", "docker", "Dockerfile")]
    [InlineData("docker file=Dockerfile", "docker", "Dockerfile")]
    [InlineData("tsx:src/App.tsx", "tsx", "src/App.tsx")]
    [InlineData("js src/app.js", "js", "src/app.js")]
    [InlineData("js app.js more words", "js", "app.js")]
    [InlineData("js some words", "js", null)]
    [InlineData("python 3.12", "python", null)]
    [InlineData("App.tsx", "tsx", "App.tsx")]
    [InlineData("src/index.HTML", "html", "src/index.HTML")]
    [InlineData("src/odd.xyz", "xyz", "src/odd.xyz")]
    [InlineData(".env", "env", ".env")]
    [InlineData("js ./src/app.js", "js", "src/app.js")]
    [InlineData("js src\\app.js", "js", "src/app.js")]
    public void language_and_path_are_read_as_models_write_them(string info, string? language, string? path) =>
        CodeInfo.Parse(info).Should().Be(new CodeInfo(language, path));

    [Theory]
    [InlineData("path=/etc/passwd")]
    [InlineData("path=\\\\server\\share.js")]
    [InlineData("path=C:\\a.js")]
    [InlineData("path=../a.js")]
    [InlineData("path=src/../../a.js")]
    [InlineData("path=..\\a.js")]
    [InlineData("path=src/")]
    [InlineData("path=\"a\u0007.js\"")]
    [InlineData("path=\"a\u202Esj.exe\"")]
    [InlineData("path=\"\"")]
    [InlineData("js:/etc/a.js")]
    [InlineData("https://a.example/b.js")]
    [InlineData("js ../a.js")]
    public void a_path_that_leaves_its_folder_or_deceives_is_none(string info) => CodeInfo.Parse(info).Path.Should().BeNull();

    [Fact]
    public void a_path_and_a_language_have_a_longest_length()
    {
        CodeInfo.Parse("js path=" + new string('a', 200)).Path.Should().HaveLength(200);
        CodeInfo.Parse("js path=" + new string('a', 201)).Path.Should().BeNull();
        CodeInfo.Parse(new string('a', 40)).Language.Should().HaveLength(40);
        CodeInfo.Parse(new string('a', 41)).Language.Should().BeNull();
    }

    [Fact]
    public void whatever_the_words_are_a_path_stays_below_its_folder() =>
        Gen.OneOf("js", " ", "title=", "path=", "\"", "'", "..", "/", "\\", "a.ts", ":", ".", "\t", "x", "=", "\u0000", "é").Array[0, 12].Sample(
            parts =>
            {
                var info = CodeInfo.Parse(string.Concat(parts));

                (info.Language ?? "a").Should().MatchRegex("^[a-z0-9+#._-]{1,40}$");
                if (info.Path is { } path)
                {
                    Path.GetFullPath(Path.Combine("/srv", path)).Should().StartWith("/srv/");
                    path.Should().NotContainAny("\\", ":", "\t", "\0");
                }
            },
            iter: 5000);
}
