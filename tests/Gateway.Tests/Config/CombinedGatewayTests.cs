using FluentAssertions;
using TesslateLite.Contracts.Wire;
using TesslateLite.Hub.Gateway;
using Xunit;

namespace TesslateLite.Gateway.Tests.Config;

/// <summary>The models of the file and the demo as one gateway.</summary>
public sealed class CombinedGatewayTests
{
    [Fact]
    public void The_files_models_come_first_then_the_demos_then_what_cannot_be_used()
    {
        using var file = new NamedGateway(("keyless", ModelState.Unavailable), ("tired", ModelState.Resting), ("real", ModelState.Available));
        using var demo = new NamedGateway(("demo", ModelState.Available));
        using var both = new CombinedGateway([file, demo]);

        both.Models.Select(m => m.Name).Should().Equal("tired", "real", "demo", "keyless");
    }

    [Fact]
    public void Where_no_real_model_can_be_used_the_demo_is_the_default()
    {
        using var file = new NamedGateway(("keyless", ModelState.Unavailable));
        using var demo = new NamedGateway(("demo", ModelState.Available));
        using var both = new CombinedGateway([file, demo]);

        both.Models[0].Name.Should().Be("demo");
    }

    [Fact]
    public void What_changes_in_a_gateway_is_seen_at_once()
    {
        using var file = new NamedGateway(("real", ModelState.Available));
        using var demo = new NamedGateway(("demo", ModelState.Available));
        using var both = new CombinedGateway([file, demo]);

        file.Models = [file.Models[0] with { State = ModelState.Resting }];

        both.Models[0].State.Should().Be(ModelState.Resting);
    }

    [Fact]
    public async Task A_call_goes_to_the_gateway_that_has_the_model_and_of_two_to_the_first()
    {
        using var file = new NamedGateway(("real", ModelState.Available), ("both", ModelState.Unavailable));
        using var demo = new NamedGateway(("demo", ModelState.Available), ("both", ModelState.Available));
        using var combined = new CombinedGateway([file, demo]);

        foreach (var model in new[] { "real", "demo", "both" })
        {
            await foreach (var delta in combined.Stream(Ask(model), default))
                delta.Should().Be(new ModelFinished());
        }

        file.Asked.Should().Equal("real", "both");
        demo.Asked.Should().Equal("demo");
        combined.Models.Should().ContainSingle(m => m.Name == "both").Which.State.Should().Be(ModelState.Unavailable);
        combined.CanContinue("real").Should().BeTrue();
        combined.CanContinue("demo").Should().BeTrue();
    }

    [Fact]
    public void A_model_that_no_gateway_has_fails_as_unavailable()
    {
        using var combined = new CombinedGateway([new NamedGateway(("demo", ModelState.Available))]);

        combined.Invoking(c => c.Stream(Ask("gone"), default)).Should().Throw<ModelException>().Which.Code.Should().Be(ReplyFailureCodes.Unavailable);
        combined.CanContinue("gone").Should().BeFalse();
    }

    [Fact]
    public void It_ends_its_gateways_with_itself()
    {
        using var real = new NamedGateway(("real", ModelState.Available));
        using var demo = new NamedGateway(("demo", ModelState.Available));

        new CombinedGateway([real, demo]).Dispose();

        (real.IsDisposed, demo.IsDisposed).Should().Be((true, true));
    }

    private static ModelRequest Ask(string model) => new(model, Guid.NewGuid(), [new ModelMessage(MessageRole.User, "Hello")], Written: "");

    private sealed class NamedGateway(params (string Name, ModelState State)[] models) : IModelGateway, IDisposable
    {
        public List<string> Asked { get; } = [];

        public bool IsDisposed { get; private set; }

        public IReadOnlyList<ModelView> Models { get; set; } = [.. models.Select(m => new ModelView(m.Name, m.Name, "Test", "", m.State))];

        public bool CanContinue(string model) => true;

        public async IAsyncEnumerable<ModelDelta> Stream(
            ModelRequest request, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellation)
        {
            Asked.Add(request.Model);
            await Task.CompletedTask.WaitAsync(cancellation);
            yield return new ModelFinished();
        }

        public void Dispose() => IsDisposed = true;
    }
}
