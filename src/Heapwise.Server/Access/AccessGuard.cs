using System.Globalization;
using System.Net;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Extensions;

namespace Heapwise.Server.Access;

/// <summary>
/// What stands before every request: the Host must be a name that no stranger's page can have (a rebound name is refused), a foreign Origin
/// is refused, and without the cookie only a link with a fresh token is answered. The same for all methods: a rebound GET has no Origin.
/// A port forwarded by SSH has another number than ours, so ports of loopback names are not compared.
/// </summary>
/// <param name="tokens">Who may enter.</param>
/// <param name="listensBeyondLoopback">Whether addresses of this machine other than loopback are served.</param>
/// <param name="refused">Hears that a used link was opened again.</param>
public sealed class AccessGuard(LaunchTokens tokens, bool listensBeyondLoopback, Action refused)
{
    private const string TokenName = "token";
    private const int MaxHeaderLength = 255;

    /// <summary>Answers a request that may not pass, and returns false; sets the cookie for a fresh token.</summary>
    public async Task<bool> AdmitAsync(HttpContext context)
    {
        var request = context.Request;
        if (!IsOwnHost(request.Host))
            return await RefuseAsync(context, 421, "This address is not served here. Open the link that heapwise ui has printed.");
        if (request.Headers.Origin is { Count: > 0 } origin && !IsOwnOrigin(origin.ToString(), request))
            return await RefuseAsync(context, 403, "Requests from other pages are not answered.");
        if (request.Headers["Sec-Fetch-Site"].ToString() is "cross-site" or "same-site" && !HttpMethods.IsGet(request.Method))
            return await RefuseAsync(context, 403, "Requests from other pages are not answered.");
        if (tokens.IsSession(request.Cookies[CookieOf(context)])) return true;
        if (!HttpMethods.IsGet(request.Method) || request.Path != "/" || request.Query[TokenName].ToString() is not { Length: > 0 } token)
            return await RefuseAsync(context, 401, "Open the link that heapwise ui has printed: it contains the key to this page.");
        if (tokens.Redeem(token) is not { } session)
        {
            refused();
            return await RefuseAsync(
                context, 401, "This link has been used, or is of an earlier run. Where heapwise ui runs, a new one has been printed.");
        }

        context.Response.Cookies.Append(CookieOf(context), session, new CookieOptions
        {
            HttpOnly = true,
            SameSite = SameSiteMode.Strict,
            Path = "/",
            IsEssential = true,
        });
        return true;
    }

    /// <summary>Browsers send cookies to all ports of a host: each server has a name of its own.</summary>
    private static string CookieOf(HttpContext context) =>
        string.Create(CultureInfo.InvariantCulture, $"heapwise-{context.Connection.LocalPort}");

    /// <summary>Loopback names with any port; where more is served, any address, but no name: names can be rebound.</summary>
    private bool IsOwnHost(HostString host)
    {
        var name = host.Host.Trim('[', ']');
        if (name.Length is 0 or > MaxHeaderLength) return false;
        if (string.Equals(name, "localhost", StringComparison.OrdinalIgnoreCase)) return true;
        if (!IPAddress.TryParse(name, out var address)) return false;
        return IPAddress.IsLoopback(address) || listensBeyondLoopback;
    }

    private static bool IsOwnOrigin(string origin, HttpRequest request) =>
        string.Equals(origin, UriHelper.BuildAbsolute(request.Scheme, request.Host).TrimEnd('/'), StringComparison.OrdinalIgnoreCase);

    private static async Task<bool> RefuseAsync(HttpContext context, int status, string message)
    {
        context.Response.StatusCode = status;
        context.Response.ContentType = "text/plain; charset=utf-8";
        await context.Response.WriteAsync(message + "\n", context.RequestAborted);
        return false;
    }
}
