namespace Heapwise.Cli.Completion.Scripts;

/// <summary>Completion for fish.</summary>
internal static class FishScript
{
    public const string Text =
        """
        # Completion of heapwise for fish. To install:
        #   heapwise completions fish > ~/.config/fish/completions/heapwise.fish

        # Files with such a name, and folders; if there is none, any.
        function __heapwise_files -a current ending
            set -l all (__fish_complete_path "$current")
            set -l wanted (string match -r -- '^[^\t]*'(string escape --style=regex -- $ending)'.*' $all)
            test -n "$wanted"; or set wanted (string match -rv -- '^[^\t]*/(\t|$)' $all)
            printf '%s\n' $wanted (string match -r -- '^[^\t]*/(?:\t.*|$)' $all)
        end

        function __heapwise_complete
            set -l words (commandline -opc)
            set -e words[1]
            set -l current (commandline -ct)
            # The value of --option=value is completed behind the sign.
            set -l option (string match -r -- '^--[^=]+=' "$current")
            set -l rest (string replace -r -- '^--[^=]+=' '' "$current")
            for line in (command heapwise completions -- $words "$current" 2>/dev/null)
                switch $line
                    case \tfiles
                        __fish_complete_path "$rest" | string replace -r -- '^' "$option"
                    case \tfiles\ '*'
                        __heapwise_files "$rest" (string replace -- \tfiles\  '' $line) | string replace -r -- '^' "$option"
                    case \tfolders
                        __fish_complete_directories "$rest" '' | string replace -r -- '^' "$option"
                    case \tprograms
                        __fish_complete_command
                    case '*'
                        echo "$option$line"
                end
            end
        end

        complete -c heapwise -f -k -a '(__heapwise_complete)'

        """;
}
