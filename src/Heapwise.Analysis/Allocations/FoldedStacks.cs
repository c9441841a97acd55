using System.Globalization;
using System.Text;

namespace Heapwise.Analysis.Allocations;

/// <summary>
/// A profile as folded stacks, one line each: <c>outermost;…;innermost BYTES</c>, which flamegraph.pl, speedscope and others read. A frame
/// is its function and, in brackets, its location. Only stacks that allocated something themselves are written.
/// </summary>
public static class FoldedStacks
{
    public static string Write(AllocationProfile profile)
    {
        var text = new StringBuilder();
        var stack = new List<int>();
        for (var i = 0; i < profile.Frames.Count; i++)
        {
            var bytes = profile.Frames[i].SelfBytes;
            if (bytes <= 0) continue;
            stack.Clear();
            for (var at = i; at > 0; at = profile.Frames[at].Parent) stack.Add(at); // without the root, unless it is all there is
            if (stack.Count == 0) stack.Add(0);
            for (var at = stack.Count - 1; at >= 0; at--)
            {
                Add(text, profile.Frames[stack[at]]);
                if (at > 0) text.Append(';');
            }

            text.Append(CultureInfo.InvariantCulture, $" {bytes}\n");
        }

        return text.ToString();
    }

    private static void Add(StringBuilder text, AllocationFrame frame)
    {
        var name = frame.File.Length == 0
            ? frame.Name
            : string.Create(CultureInfo.InvariantCulture, $"{frame.Name} [{frame.File}:{frame.Line}:{frame.Column}]");

        // A semicolon or line end in a name would begin another frame.
        foreach (var c in name) text.Append(c == ';' ? ',' : char.IsControl(c) ? '?' : c);
    }
}
