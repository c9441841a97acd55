namespace Heapwise.Diagnosis.Settings;

/// <summary>
/// A settings file that cannot be used. The message is one line for a person: the file, the line, the key, and what to write.
/// </summary>
public sealed class SettingsException(string message, Exception? cause = null) : Exception(message, cause);
