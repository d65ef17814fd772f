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
    [InlineData("dockerfile Dockerfile", "dockerfile", "Dockerfile")]
    [InlineData("make Makefile", "make", "Makefile")]
    [InlineData("sh bin/serve", "sh", "bin/serve")]
    [InlineData("sh https://example.org/", "sh", null)]
    [InlineData("python 3.12", "python", null)]
    [InlineData("App.tsx", "tsx", "App.tsx")]
    [InlineData("src/index.HTML", "html", "src/index.HTML")]
    [InlineData("src/odd.xyz", "xyz", "src/odd.xyz")]
    [InlineData(".env", "env", ".env")]
    [InlineData("js ./src/app.js", "js", "src/app.js")]
    public void language_and_path_are_read_as_models_write_them(string info, string? language, string? path) =>
        CodeInfo.Parse(info).Should().Be(new CodeInfo(language, path));

    [Theory]
    [InlineData("path=/etc/passwd", "etc/passwd")]
    [InlineData("path=../../etc/passwd", "etc/passwd")]
    [InlineData("path=\\\\server\\share.js", "server/share.js")]
    [InlineData("path=C:\\a\\b.ts", "a/b.ts")]
    [InlineData("path=c:b.ts", "b.ts")]
    [InlineData("path=src/../../a.js", "src/a.js")]
    [InlineData("path=..\\a.js", "a.js")]
    [InlineData("path=src//a.js", "src/a.js")]
    [InlineData("path=src/", "src")]
    [InlineData("path=~/.ssh/config", ".ssh/config")]
    [InlineData("path=\"a\u0007.js\"", "a.js")]
    [InlineData("path=\"a\u202Esj.exe\"", "asj.exe")]
    [InlineData("path=\".\u200B./a.js\"", "a.js")]
    [InlineData("path=\"a.js. .\"", "a.js")]
    [InlineData("path=\"docs./ a.js\"", "docs/a.js")]
    [InlineData("path=nul", "_nul")]
    [InlineData("path=src/Com1.tar.gz", "src/_Com1.tar.gz")]
    [InlineData("path=\"aux .c\"", "_aux .c")]
    [InlineData("path=a?b*c|d.js", "abcd.js")]
    [InlineData("path=a.js:hidden", "a.jshidden")]
    [InlineData("js:/etc/a.js", "etc/a.js")]
    [InlineData("js ../a.js", "a.js")]
    [InlineData("js src\\app.js", "src/app.js")]
    [InlineData("python ../../etc/passwd", "etc/passwd")]
    [InlineData("ts path=../..", "file.ts")]
    [InlineData("python path=/", "file.py")]
    public void a_path_that_is_not_safe_is_made_safe_and_says_so(string info, string path) =>
        CodeInfo.Parse(info).Should().BeEquivalentTo(new { Path = path, PathMadeSafe = true });

    [Theory]
    [InlineData("path=\"\"")]
    [InlineData("path=..")]
    [InlineData("brainfuck path=../.")]
    public void a_path_of_which_nothing_can_stay_is_none(string info) =>
        CodeInfo.Parse(info).Should().BeEquivalentTo(new { Path = (string?)null, PathMadeSafe = false });

    [Theory]
    [InlineData("ts ./src/app.ts", "src/app.ts")]
    [InlineData("ts path=app/[...slug]/(group)/page.ts", "app/[...slug]/(group)/page.ts")]
    [InlineData("ts path=\"src/My App/Überschrift.ts\"", "src/My App/Überschrift.ts")]
    [InlineData("path=.github/workflows/ci.yml", ".github/workflows/ci.yml")]
    [InlineData("path=console.ts", "console.ts")]
    public void a_path_that_is_safe_stays_as_it_is(string info, string path) =>
        CodeInfo.Parse(info).Should().BeEquivalentTo(new { Path = path, PathMadeSafe = false });

    [Fact]
    public void a_long_path_loses_its_outer_folders_and_then_the_end_of_its_name_but_never_its_ending()
    {
        var deep = string.Join('/', Enumerable.Range(0, 100).Select(i => $"folder{i:00}")) + "/App.tsx";
        var kept = CodeInfo.Parse("tsx path=" + deep);
        kept.Path!.Length.Should().BeInRange(290, 300);
        deep.Should().EndWith("/" + kept.Path);
        kept.PathMadeSafe.Should().BeTrue();

        CodeInfo.Parse("tsx path=" + new string('a', 400) + ".tsx").Path.Should().Be(new string('a', 296) + ".tsx");
        CodeInfo.Parse("tsx path=" + new string('a', 295) + "😀😀😀.tsx").Path.Should().Be(new string('a', 295) + ".tsx", "no pair is cut in half");
        CodeInfo.Parse("js path=" + new string('a', 300)).Should().BeEquivalentTo(new { Path = new string('a', 300), PathMadeSafe = false });
    }

    [Fact]
    public void a_language_has_a_longest_length()
    {
        CodeInfo.Parse(new string('a', 40)).Language.Should().HaveLength(40);
        CodeInfo.Parse(new string('a', 41)).Language.Should().BeNull();
    }

    [Fact]
    public void whatever_the_words_are_a_path_stays_below_its_folder() =>
        Gen.OneOf("js", " ", "title=", "path=", "\"", "'", "..", "/", "\\", "a.ts", ":", ".", "\t", "x", "=", "\u0000", "é", "~", "nul", "C:", "\u202E", "*").Array[0, 12].Sample(
            parts =>
            {
                var info = CodeInfo.Parse(string.Concat(parts));

                (info.Language ?? "a").Should().MatchRegex("^[a-z0-9+#._-]{1,40}$");
                if (info.Path is { } path)
                {
                    Path.GetFullPath(Path.Combine("/srv", path)).Should().StartWith("/srv/");
                    path.Should().NotContainAny("\\", ":", "\t", "\0", "\u202E", "*");
                    path.Split('/').Should().OnlyContain(name => name.Length > 0 && name == name.Trim() && !name.EndsWith('.') && name.Split('.')[0] != "nul");
                    CodeInfo.Parse("title=\"x.y\" path=\"" + path.Replace('"', '_') + "\"").PathMadeSafe.Should().BeFalse("what was made safe is safe");
                }
            },
            iter: 5000);
}
