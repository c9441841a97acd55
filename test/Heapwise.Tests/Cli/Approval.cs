using System.Runtime.CompilerServices;
using System.Text;

namespace Heapwise.Tests.Cli;

/// <summary>
/// Compares text with a file under <c>Cli/Approved/</c> that a person has read and agreed to. Where it differs, the test
/// fails with the lines that changed; <c>HEAPWISE_APPROVE=1 dotnet test …</c> takes the new text over, to be reviewed as a change of files.
/// </summary>
internal static class Approval
{
    internal static readonly string Folder = Path.Combine(RepositoryRoot(), "test", "Heapwise.Tests", "Cli", "Approved");

    /// <param name="text">What the program wrote.</param>
    /// <param name="name">The file's name without its ending; the test's name unless told otherwise.</param>
    public static void Matches(string text, [CallerMemberName] string name = "")
    {
        var file = Path.Combine(Folder, name + ".txt");
        var approved = File.Exists(file) ? File.ReadAllText(file) : "";
        if (text == approved) return;
        if (Environment.GetEnvironmentVariable("HEAPWISE_APPROVE") == "1")
        {
            File.WriteAllText(file, text);
            return;
        }

        var changes = Diff(approved.Split('\n'), text.Split('\n'));
        throw new Xunit.Sdk.XunitException(
            $"{name}.txt is not what was written (- approved, + written; HEAPWISE_APPROVE=1 takes it over):\n{changes}");
    }

    public static string RepositoryRoot()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "Heapwise.slnx"))) folder = folder.Parent;
        return folder?.FullName ?? throw new DirectoryNotFoundException("Heapwise.slnx is in no folder above " + AppContext.BaseDirectory);
    }

    /// <summary>Lines that differ, by the longest common subsequence: texts here have tens of lines.</summary>
    internal static string Diff(string[] before, string[] after)
    {
        var common = new int[before.Length + 1, after.Length + 1];
        for (var i = before.Length - 1; i >= 0; i--)
        {
            for (var j = after.Length - 1; j >= 0; j--)
            {
                common[i, j] = before[i] == after[j] ? common[i + 1, j + 1] + 1 : Math.Max(common[i + 1, j], common[i, j + 1]);
            }
        }

        var lines = new StringBuilder();
        for (int i = 0, j = 0; i < before.Length || j < after.Length;)
        {
            if (i < before.Length && j < after.Length && before[i] == after[j])
            {
                i++;
                j++;
            }
            else if (j == after.Length || (i < before.Length && common[i + 1, j] >= common[i, j + 1]))
            {
                lines.Append("- ").Append(before[i++]).Append('\n');
            }
            else
            {
                lines.Append("+ ").Append(after[j++]).Append('\n');
            }
        }

        return lines.ToString();
    }
}
