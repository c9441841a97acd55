using System.Data.Common;

namespace Heapwise.Store;

/// <summary>One statement with its parameters. SQLite and PostgreSQL both write them <c>@name</c>.</summary>
internal static class Sql
{
    public static int Execute(this DbConnection connection, string statement, params ReadOnlySpan<(string Name, object Value)> parameters)
    {
        using var command = Create(connection, statement, parameters);
        return command.ExecuteNonQuery();
    }

    public static List<T> Query<T>(
        this DbConnection connection, string statement, Func<DbDataReader, T> read,
        params ReadOnlySpan<(string Name, object Value)> parameters)
    {
        using var command = Create(connection, statement, parameters);
        using var reader = command.ExecuteReader();
        var rows = new List<T>();
        while (reader.Read()) rows.Add(read(reader));
        return rows;
    }

    public static long? FindNumber(
        this DbConnection connection, string statement, params ReadOnlySpan<(string Name, object Value)> parameters)
    {
        using var command = Create(connection, statement, parameters);
        return command.ExecuteScalar() is { } value and not DBNull
            ? Convert.ToInt64(value, System.Globalization.CultureInfo.InvariantCulture)
            : null;
    }

    private static DbCommand Create(
        DbConnection connection, string statement, ReadOnlySpan<(string Name, object Value)> parameters)
    {
        var command = connection.CreateCommand();
        command.CommandText = statement;
        foreach (var (name, value) in parameters)
        {
            var parameter = command.CreateParameter();
            parameter.ParameterName = name;
            parameter.Value = value;
            command.Parameters.Add(parameter);
        }

        return command;
    }
}
