namespace Heapwise.Cli.Completion.Scripts;

/// <summary>Completion for zsh.</summary>
internal static class ZshScript
{
    public const string Text =
        """
        #compdef heapwise
        # Completion of heapwise for zsh. To install, in a folder of $fpath (such as /usr/local/share/zsh/site-functions):
        #   heapwise completions zsh > FOLDER/_heapwise
        # or, in ~/.zshrc after compinit:
        #   source <(heapwise completions zsh)

        _heapwise() {
          local line value text
          local -a lines values
          integer ret=1
          lines=("${(@f)$(command heapwise completions -- "${(@Q)words[2,CURRENT-1]}" "$PREFIX" 2>/dev/null)}")
          compset -P '--*='
          for line in $lines; do
            value=${line%%$'\t'*} text=${line#*$'\t'}
            if [[ -n $value ]]; then
              values+=("${value//:/\\:}${text:+:$text}")
            else
              case $text in
                'files '*) _files -g "*${text#files }*(-.)" && ret=0 ;;
                files) _files && ret=0 ;;
                folders) _files -/ && ret=0 ;;
                programs) _command_names -e && ret=0 ;;
              esac
            fi
          done
          (($#values)) && _describe -V heapwise values && ret=0
          return ret
        }

        # Read as a function from $fpath, this file is the body of its first call.
        if [[ $funcstack[1] == _heapwise ]]; then _heapwise "$@"; else compdef _heapwise heapwise; fi

        """;
}
