using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;

namespace Heapwise.Server.Access;

/// <summary>
/// Who may use the page: whoever opens the printed link first. Its token works once; the browser gets a cookie for it, which other
/// programs of the machine cannot read. Both are 256 random bits, compared in constant time.
/// </summary>
public sealed class LaunchTokens
{
    private const int Bytes = 32;

    private readonly Lock _lock = new();
    private readonly string _session = Create();
    private string? _launch = Create();

    /// <summary>The token of the next link; the one before is void.</summary>
    public string Renew()
    {
        lock (_lock) return _launch = Create();
    }

    public string Current
    {
        get
        {
            lock (_lock) return _launch ??= Create();
        }
    }

    /// <summary>The value of the cookie for a token that is used for the first time; null for any other.</summary>
    public string? Redeem(string token)
    {
        lock (_lock)
        {
            if (_launch is null || !AreEqual(_launch, token)) return null;
            _launch = null;
            return _session;
        }
    }

    /// <summary>Whether a cookie is ours.</summary>
    public bool IsSession(string? cookie) => cookie is not null && AreEqual(_session, cookie);

    private static string Create() => Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(Bytes));

    private static bool AreEqual(string expected, string given) =>
        CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(expected), Encoding.UTF8.GetBytes(given));
}
