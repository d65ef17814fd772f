using System.Text;
using FluentAssertions;
using TesslateLite.Hub.Gateway.Direct;
using Xunit;

namespace TesslateLite.Gateway.Tests;

public class EventLineTests
{
    [Theory]
    [InlineData("""data: {"delta":{"role":"","content":"a"},"finish_reason":""}""", """data: {"delta":{"role":null,"content":"a"},"finish_reason":null}""")]
    [InlineData("""data: {"finish_reason" : "eos_token" , "index":0}""", """data: {"finish_reason":"stop" , "index":0}""")]
    [InlineData("""data: {"finish_reason":"STOP"}""", """data: {"finish_reason":"stop"}""")]
    [InlineData("""data: {"finish_reason":"max_tokens"}""", """data: {"finish_reason":"length"}""")]
    public void What_the_client_refuses_is_mended(string line, string mended) => Mend(line).Should().Be(mended);

    [Theory]
    [InlineData("")]
    [InlineData(": ping")]
    [InlineData("data: [DONE]")]
    [InlineData("""data: {"delta":{"role":"assistant","content":""},"finish_reason":null}""")]
    [InlineData("""data: {"finish_reason":"gave_up"}""")]
    [InlineData("""data: {"finish_reason":"content_filter"}""")]
    [InlineData("""data: {"delta":{"content":"{\\"role\\":\\"\\",\\"finish_reason\\":\\"\\"}"}}""")]
    [InlineData("""data: {"delta":{"content":"\\"finish_reason\\":\\"eos\\""},"finish_reason":null}""")]
    public void Everything_else_stays_as_it_is(string line) => Mend(line).Should().Be(line);

    [Fact]
    public void A_line_of_text_is_passed_on_as_it_is_without_a_copy()
    {
        ReadOnlyMemory<byte> line = Encoding.UTF8.GetBytes("""data: {"choices":[{"delta":{"content":"word"},"finish_reason": null}]}""");

        EventLine.Mended(line).Equals(line).Should().BeTrue();
    }

    [Fact]
    public void The_second_of_two_choices_is_mended_too() =>
        Mend("""data: {"choices":[{"finish_reason":null},{"finish_reason":""}]}""").Should().Be("""data: {"choices":[{"finish_reason":null},{"finish_reason":null}]}""");

    private static string Mend(string line) => Encoding.UTF8.GetString(EventLine.Mended(Encoding.UTF8.GetBytes(line)).Span);
}
