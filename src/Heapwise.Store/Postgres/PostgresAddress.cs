using Npgsql;

namespace Heapwise.Store.Postgres;

/// <summary>The address of a server, <c>postgres://USER:PASSWORD@HOST:PORT/DATABASE?sslmode=require</c>, as Npgsql wants it.</summary>
public static class PostgresAddress
{
    private const int DefaultPort = 5432;

    /// <exception cref="StoreException">It is none. The message does not have it, because there may be a password in it.</exception>
    public static string ToConnectionString(string address)
    {
        if (!Uri.TryCreate(address, UriKind.Absolute, out var parsed) || parsed.Host.Length == 0 || parsed.AbsolutePath.Length < 2)
            throw new StoreException("the address of the history is not postgres://USER:PASSWORD@HOST/DATABASE");
        var user = parsed.UserInfo.Split(':', 2);
        var settings = new NpgsqlConnectionStringBuilder
        {
            Host = parsed.Host,
            Port = parsed.Port > 0 ? parsed.Port : DefaultPort,
            Database = Uri.UnescapeDataString(parsed.AbsolutePath[1..]),
            Username = Uri.UnescapeDataString(user[0]),
            ApplicationName = "heapwise",
            SearchPath = PostgresSchema.Name,
            MaxPoolSize = 2,
            Timeout = 10,
            CommandTimeout = 30,
        };
        if (user.Length > 1) settings.Password = Uri.UnescapeDataString(user[1]);
        try
        {
            foreach (var pair in parsed.Query.TrimStart('?').Split('&', StringSplitOptions.RemoveEmptyEntries))
                if (pair.Split('=', 2) is [var name, var value]) settings[Uri.UnescapeDataString(name)] = Uri.UnescapeDataString(value);
        }
        catch (ArgumentException problem)
        {
            throw new StoreException($"the address of the history: {problem.Message}", problem);
        }

        return settings.ConnectionString;
    }
}
