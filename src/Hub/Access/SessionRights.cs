using TesslateLite.Projections.Sessions;

namespace TesslateLite.Hub.Access;

/// <summary>What may be asked of a session.</summary>
public enum Right
{
    /// <summary>Watch it and read its messages.</summary>
    Read,

    /// <summary>Send, stop, regenerate, edit, continue, unqueue, choose the model.</summary>
    Write,

    /// <summary>Rename, bin, restore.</summary>
    Manage,
}

/// <summary>Which role has which right.</summary>
public static class SessionRights
{
    /// <summary>True when a person of this role may.</summary>
    public static bool Allows(SessionRole role, Right right) => role switch
    {
        SessionRole.Owner => true,
        _ => false,
    };
}
