namespace TesslateLite.Web.Hosting;

/// <summary>A setting is missing or wrong; the message is one sentence that says which and what to do.</summary>
public sealed class SettingsException(string message) : Exception(message);
