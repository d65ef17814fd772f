namespace TesslateLite.Hub.Sessions;

/// <summary>Tells people's open tabs what changed in their session list. A hint: lost ones are made good by reading the list.</summary>
public interface ISessionNotifier
{
    /// <summary>The session began or changed. Returns at once and never throws: the commit has happened.</summary>
    void SessionChanged(Guid sessionId);
}
