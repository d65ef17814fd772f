using System.ComponentModel.DataAnnotations;
using Microsoft.Extensions.Options;

namespace TesslateLite.Hub.Gateway.Demo;

/// <summary>Settings of the demo model.</summary>
public sealed class DemoOptions
{
    /// <summary>Section of the configuration.</summary>
    public const string Section = "Demo";

    /// <summary>Set: the same conversation gets the same answer every time. Null: each reply has its own.</summary>
    public int? Seed { get; init; }

    /// <summary>Multiplies the pace of both models: 2 is twice as fast. Does not touch <see cref="FirstTokenDelay"/>.</summary>
    [Range(0.001, 100_000)]
    public double Pace { get; init; } = 1;

    /// <summary>How long the model seems to think before its first token.</summary>
    [Range(typeof(TimeSpan), "00:00:00", "00:01:00", ParseLimitsInInvariantCulture = true)]
    public TimeSpan FirstTokenDelay { get; init; } = TimeSpan.FromMilliseconds(250);
}

/// <summary>Checks <see cref="DemoOptions"/> when the host starts.</summary>
[OptionsValidator]
public sealed partial class DemoOptionsValidator : IValidateOptions<DemoOptions>;
