using System.CommandLine;
using Heapwise.Cli.Completion;

namespace Heapwise.Cli.Options;

/// <summary>Files that a command reads. A word that begins with a dash is a misspelt option, unless there is a file of that name.</summary>
internal sealed class FileArgument<T> : Argument<T>
{
    public FileArgument(string name)
        : base(name)
    {
        CompletionSources.Add(Offers.Snapshots);
        Validators.Add(result =>
        {
            if (result.Tokens.Any(word => LooksLikeOption(word.Value))) result.AddError("unknown option");
        });
    }

    public static bool LooksLikeOption(string word) => word is ['-', _, ..] && !Path.Exists(word);
}
