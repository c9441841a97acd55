using Heapwise.Analysis.Leaks;
using Heapwise.Analysis.Leaks.Facts;
using Heapwise.Analysis.Process;
using Heapwise.Analysis.Retention.Names;

namespace Heapwise.Analysis.Language.English;

/// <summary>Names as part of a sentence: <c>variable cache in users.js</c>.</summary>
internal static class EnglishNames
{
    public static string Of(HolderName name)
    {
        var words = WithoutEvent(name);
        return name.Listeners?.Event is { } ofEvent ? $"event {ofEvent} of {words}" : words;
    }

    public static string Of(LeakHolder holder) => holder switch
    {
        LeakHolder.HeapObject heap => Of(heap.Name),
        LeakHolder.OfProcess process => Of(process),
        LeakHolder.Unseen { Function: { } function } unseen => $"what {function} in {CodeOrigin.FileNameOf(unseen.File)} allocates",
        LeakHolder.Unseen unseen => $"what a function in {CodeOrigin.FileNameOf(unseen.File)} allocates",
        _ => throw new NotSupportedException(holder.GetType().Name),
    };

    public static string Of(Confidence confidence) => confidence switch
    {
        Confidence.High => "high",
        Confidence.Medium => "medium",
        _ => "low",
    };

    /// <summary>A process, or a worker thread of it.</summary>
    public static string Of(string process, int? thread) => thread is { } number ? $"worker {number} of {process}" : process;

    public static string Of(DiagnosisTarget target) => target switch
    {
        DiagnosisTarget.Program { Process: { Role: not ProcessRole.Main } process } program => $"{Of(process)} of {program.Name}",
        DiagnosisTarget.Program program => Of(program.Name, program.Process?.Thread),
        DiagnosisTarget.Files files => $"{files.First} to {files.Last}",
        _ => throw new NotSupportedException(target.GetType().Name),
    };

    private static string Of(DiagnosedProcess process)
    {
        var kind = process.Role == ProcessRole.Worker ? "cluster worker" : "child process";
        var script = process.Script is { } path ? $" ({Path.GetFileName(path)})" : "";
        var thread = process.Thread is { } number ? $"worker thread {number} of " : "";
        return $"{thread}{kind} {process.Pid}{script}";
    }

    /// <summary>The subject of a sentence, before <c>grows</c>.</summary>
    public static string Of(Measure measure) => measure switch
    {
        Measure.HeapUsed => "the used heap",
        Measure.External => "external memory",
        Measure.ArrayBuffers => "the memory of array buffers",
        Measure.Rss => "resident memory",
        _ => "the number of open descriptors",
    };

    private static string WithoutEvent(HolderName name) => name.Kind switch
    {
        HolderKind.Variable => $"variable {name.Name}{InFile(name)}",
        HolderKind.Property => $"property {name.Name} of {name.Scope.ClassName}",
        HolderKind.Static => $"static property {name.Name} of {name.Scope.ClassName}",
        HolderKind.Global => name.Name == HolderName.GlobalObject ? "the global object" : $"global {name.Name}",
        HolderKind.Export => Export(name),
        HolderKind.Unnamed => Unnamed(name),
        HolderKind.Instance => name.Name!, // an instance is named after its class
        _ => "an unnamed object",
    };

    /// <summary>The variables that it may be, or the function that keeps it.</summary>
    private static string Unnamed(HolderName name)
    {
        if (name.Scope.Block is { } block) return $"variable {string.Join(" or ", block.Candidates)}{InFile(name)}";
        var ofFunction = name.Functions is [{ Function: { Length: > 0 } function }, ..] ? " of " + function : "";
        return $"an unnamed object{ofFunction}{InFile(name)}";
    }

    private static string Export(HolderName name)
    {
        var ofFile = name.Scope.File is { } file ? " of " + CodeOrigin.FileNameOf(file) : "";
        if (name.Name == name.Root) return "module exports" + ofFile;
        return $"module export {name.Name![(name.Root!.Length + 1)..]}{ofFile}"; // a name with members is longer than its root
    }

    private static string InFile(HolderName name) => name.Scope.File is { } file ? " in " + CodeOrigin.FileNameOf(file) : "";

    /// <summary>A plural, or memory.</summary>
    private static string Of(LeakHolder.OfProcess process) => process.Measure switch
    {
        Measure.External => "memory outside the heap",
        Measure.Rss => "resident memory",
        _ => process.Kind switch
        {
            null => "descriptors",
            "socket" => "sockets",
            "pipe" => "pipes",
            "inotify" => "file watchers",
            ['/', .., '/'] => $"files in {process.Kind}",
            ['/', ..] => $"descriptors of {CodeOrigin.FileNameOf(process.Kind)}",
            _ => $"descriptors ({process.Kind})",
        },
    };
}
