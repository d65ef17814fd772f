namespace TesslateLite.Hub.Attachments;

/// <summary>Bounds of pictures.</summary>
public static class AttachmentLimits
{
    /// <summary>Bytes of a picture.</summary>
    public const int Size = 5 * 1024 * 1024;

    /// <summary>Pixels of a picture on each side.</summary>
    public const int Side = 8_000;

    /// <summary>Pictures of a message.</summary>
    public const int OfMessage = 10;

    /// <summary>Bytes of all that a person has uploaded and not sent.</summary>
    public const int Unsent = 100 * 1024 * 1024;

    /// <summary>Bytes of all pictures of a branch that a model is shown, the newest ones; how many is the gateway's to say.</summary>
    public const int OfBranch = 20 * 1024 * 1024;
}
