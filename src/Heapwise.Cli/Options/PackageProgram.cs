using System.Text.Json;
using Heapwise.Cli.Shell;
using Heapwise.Live.Files;
using Heapwise.Live.Targets;

namespace Heapwise.Cli.Options;

/// <summary>The program of a package, as <c>npm start</c> and <c>node FOLDER</c> find it.</summary>
internal static class PackageProgram
{
    private const string GiveProgram = "Give the program itself: -- node app.js";

    /// <summary>Its start script, or else its main module.</summary>
    /// <exception cref="UsageException">The folder is no package, or has neither.</exception>
    public static TargetSpec.Command Of(string folder)
    {
        var file = Path.Combine(folder, "package.json");
        var command = File.Exists(file) ? CommandOf(file, folder) : FindMain(folder, null);
        if (command is not null) return command with { WorkingDirectory = Path.GetFullPath(folder) };
        throw new UsageException(File.Exists(file)
            ? $"{file}: no start script, and no main module. {GiveProgram}"
            : $"{folder}: no package.json, and no index.js. {GiveProgram}");
    }

    /// <summary>Checks <c>npm start</c> and the like before they are run: npm says the same in many lines.</summary>
    /// <exception cref="UsageException">There is no package, or it has no such script.</exception>
    public static void RequireScript(IReadOnlyList<string> words)
    {
        var script = words switch
        {
            ["npm" or "yarn" or "pnpm", "start", ..] => "start",
            ["npm" or "yarn" or "pnpm", "run", var name, ..] when !name.StartsWith('-') => name,
            _ => null,
        };
        if (script is null) return;
        if (FindPackage(Environment.CurrentDirectory) is not { } file)
            throw new UsageException($"{string.Join(' ', words)}: no package.json in this folder or above it. {GiveProgram}");
        using var package = Read(file);
        if (FindText(package.RootElement, "scripts", script) is not null || (script == "start" && HasServer(file))) return;
        throw new UsageException($"{string.Join(' ', words)}: {file} has no script '{script}'. {GiveProgram}");
    }

    private static TargetSpec.Command? CommandOf(string file, string folder)
    {
        using var package = Read(file);
        return FindText(package.RootElement, "scripts", "start") is not null || HasServer(file)
            ? TargetSpec.FromCommand(["npm", "start"])
            : FindMain(folder, FindText(package.RootElement, "main"));
    }

    /// <summary>Node finds the module of a folder by itself; here it is only looked whether there is one.</summary>
    private static TargetSpec.Command? FindMain(string folder, string? main)
    {
        string[] names = main is null ? ["index.js"] : [main, main + ".js", Path.Combine(main, "index.js"), "index.js"];
        return names.Any(name => File.Exists(Path.Combine(folder, name))) ? TargetSpec.FromCommand(["node", "."]) : null;
    }

    /// <summary>What <c>npm start</c> runs where there is no script.</summary>
    private static bool HasServer(string package) => File.Exists(Path.Combine(Path.GetDirectoryName(package) ?? "", "server.js"));

    private static string? FindPackage(string folder)
    {
        for (string? at = folder; at is not null; at = Path.GetDirectoryName(at))
            if (Path.Combine(at, "package.json") is var file && File.Exists(file)) return file;
        return null;
    }

    private static string? FindText(JsonElement element, params ReadOnlySpan<string> path)
    {
        foreach (var name in path)
        {
            if (element.ValueKind != JsonValueKind.Object || !element.TryGetProperty(name, out var inner)) return null;
            element = inner;
        }

        return element.ValueKind == JsonValueKind.String ? element.GetString() : null;
    }

    private static JsonDocument Read(string file)
    {
        try
        {
            return JsonDocument.Parse(File.ReadAllText(file));
        }
        catch (JsonException problem)
        {
            throw new UsageException($"{file}: not JSON, at line {(problem.LineNumber ?? 0) + 1}", problem);
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException)
        {
            throw new UsageException($"{file}: cannot be read: {FileErrors.Describe(problem)}", problem);
        }
    }
}
