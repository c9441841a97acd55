using System.CommandLine;
using System.CommandLine.Completions;
using Heapwise.Analysis.Reports;
using Heapwise.Cli.Completion;
using Heapwise.Cli.Files;
using Heapwise.Cli.Options;
using Heapwise.Cli.Pages;
using Heapwise.Cli.Renderers;
using Heapwise.Cli.Shell;
using Heapwise.Live.Files;

namespace Heapwise.Cli.Commands;

/// <summary><c>heapwise sample</c>: a leaking program to try the other commands on.</summary>
internal sealed class SampleCommand : Verb
{
    private const string Usual = "unbounded-cache";
    private const string UsualFolder = "heapwise-sample";

    private readonly Argument<string?> _name = new("NAME")
    {
        Description = $"which one ({Usual}); --list names them",
        Arity = ArgumentArity.ZeroOrOne,
        CompletionSources = { _ => BuiltInSample.All.Select(sample => new CompletionItem(sample.Row.Name, detail: sample.Row.What)) },
    };

    private readonly Option<bool> _list = new("--list") { Description = "list the programs, and what leaks in each" };

    private readonly Option<string?> _folder = new("--output", "-o")
    {
        Description = $"the folder for its files ({UsualFolder})",
        HelpName = "FOLDER",
        CompletionSources = { Offers.Folders },
    };

    public SampleCommand(Terminal terminal)
        : base(
            terminal, "sample", "unpacks a small program that leaks, to try heapwise on",
            "Each is an HTTP server of a few lines that needs nothing but Node, with a twin that does the same job without leaking. The "
            + "command that finds the leak, and the one that proves the fix, are printed.",
            new OutputOptions(hasFile: false) { ReadsSnapshots = false })
        => Takes(_name, _list, _folder);

    public override IReadOnlyList<Example> Examples { get; } =
    [
        new("heapwise sample", "A server with a leak, in the folder heapwise-sample."),
        new("heapwise sample --list", "Some forty kinds of leaks."),
        new("heapwise sample event-listener -o listeners", "One of them, in a folder of its own."),
    ];

    protected override Task<int> RunAsync(ParseResult parsed, Output output, CancellationToken cancellation)
    {
        var report = parsed.GetValue(_list)
            ? new SamplesReport { Samples = [.. BuiltInSample.All.Select(sample => sample.Row)] }
            : Unpack(parsed.GetValue(_name) ?? Usual, parsed.GetValue(_folder) ?? UsualFolder, output.Overwrites);
        output.Write(() => ReportJson.Write(report), () => SamplePage.Of(report));
        return Task.FromResult(ExitCode.Success);
    }

    private static SamplesReport Unpack(string name, string folder, bool overwrites)
    {
        var sample = BuiltInSample.All.FirstOrDefault(sample => sample.Row.Name == name)
            ?? throw new UsageException($"sample {name}: there is no such program. heapwise sample --list names them");
        var files = sample.Row.Files.Select(file => (Name: file, Path: Path.Combine(folder, file))).ToList();
        OutputFile.RequireFolder(folder);
        try
        {
            foreach (var (file, path) in files.Where(file => Path.Exists(file.Path)))
                OutputFile.RequireWritable(path, overwrites || File.ReadAllText(path) == sample.Read(file));
            Directory.CreateDirectory(folder);
            foreach (var (file, path) in files) File.WriteAllText(path, sample.Read(file));
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            throw new UsageException($"{folder}: cannot be written: {FileErrors.Describe(failure)}", failure);
        }

        return new SamplesReport { Samples = [sample.Row], Folder = folder };
    }
}
