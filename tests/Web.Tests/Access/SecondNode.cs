using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using TesslateLite.Support;
using Xunit;

namespace TesslateLite.Web.Tests.Access;

/// <summary>Another node on the database of the shared studio, which also speaks https and has a public address.</summary>
public sealed class SecondNode : IAsyncLifetime
{
    public const string Collection = "second node";
    public const string PublicUrl = "https://chat.example";

    private readonly string _certificate = Path.GetTempFileName();
    private TestStudio? _studio;

    public TestStudio Studio => _studio ?? throw new InvalidOperationException("The node has not started.");

    public Uri SecureAddress { get; } = new($"https://127.0.0.1:{FreePort.Next()}");

    public async Task InitializeAsync()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        using var signed = new CertificateRequest("CN=localhost", key, HashAlgorithmName.SHA256)
            .CreateSelfSigned(DateTimeOffset.UtcNow.AddDays(-1), DateTimeOffset.UtcNow.AddDays(1));
        await File.WriteAllBytesAsync(_certificate, signed.Export(X509ContentType.Pfx));
        _studio = await TestStudio.StartAsync(
            new Dictionary<string, string?>(StringComparer.Ordinal)
            {
                ["PublicUrl"] = PublicUrl,
                ["Kestrel__Certificates__Default__Path"] = _certificate,
                ["ASPNETCORE_URLS"] = $"{{address}};{SecureAddress}",
            },
            (await TestStudio.Shared).Database);
    }

    public async Task DisposeAsync()
    {
        await Studio.DisposeAsync();
        File.Delete(_certificate);
    }
}

[CollectionDefinition(SecondNode.Collection)]
public sealed class SecondNodeSharing : ICollectionFixture<SecondNode>;
