namespace Heapwise.Cli.Completion.Scripts;

/// <summary>The script that a shell reads once; it asks heapwise for candidates at each press of the key.</summary>
internal static class CompletionScript
{
    public static string Of(CompletionShell shell) => shell switch
    {
        CompletionShell.Bash => BashScript.Text,
        CompletionShell.Zsh => ZshScript.Text,
        CompletionShell.Fish => FishScript.Text,
        _ => PowerShellScript.Text,
    };
}
