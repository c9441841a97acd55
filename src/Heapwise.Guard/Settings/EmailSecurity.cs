namespace Heapwise.Guard.Settings;

/// <summary>How a connection to a mail server is encrypted.</summary>
public enum EmailSecurity
{
    /// <summary>It begins in the clear, and both change to TLS; a server that does not is refused.</summary>
    StartTls,

    /// <summary>TLS from the beginning.</summary>
    Tls,

    /// <summary>Not at all: for a relay on the same machine.</summary>
    None,
}
