namespace Heapwise.Cli.Completion.Scripts;

/// <summary>Completion for bash 4.3 and later.</summary>
internal static class BashScript
{
    public const string Text =
        """
        # Completion of heapwise for bash 4.3 and later. To install:
        #   heapwise completions bash > ~/.local/share/bash-completion/completions/heapwise
        # or, in ~/.bashrc:
        #   source <(heapwise completions bash)

        _heapwise() {
          local words=() word glued='' cur=$2 i

          # bash splits words at = and :, but --format=json and localhost:9229 are one word each.
          for ((i = 1; i < COMP_CWORD; i++)); do
            word=${COMP_WORDS[i]}
            if [[ $word == [=:] || $glued ]] && ((${#words[@]})); then words[-1]+=$word; else words+=("$word"); fi
            [[ $word == [=:] ]] && glued=1 || glued=
          done
          word=$cur
          if [[ ${COMP_WORDS[COMP_CWORD]} == [=:] ]]; then glued=1 word=${COMP_WORDS[COMP_CWORD]}$cur; fi
          if [[ $glued ]] && ((${#words[@]})); then word=${words[-1]}$word; unset 'words[-1]'; fi

          local lines value text found=() described=()
          mapfile -t lines < <(command heapwise completions -- "${words[@]}" "$word" 2>/dev/null)
          COMPREPLY=()
          for value in "${lines[@]}"; do
            text=${value#*$'\t'} value=${value%%$'\t'*}
            case $value$'\t'$text in
              $'\tfiles '*)
                compopt -o filenames 2>/dev/null
                mapfile -t found < <(compgen -f -X "!*${text#files }*" -- "$cur")
                ((${#found[@]})) || mapfile -t found < <(compgen -f -- "$cur")
                mapfile -t -O ${#found[@]} found < <(compgen -d -- "$cur")
                COMPREPLY+=("${found[@]}") ;;
              $'\tfiles') compopt -o filenames 2>/dev/null; mapfile -t -O ${#COMPREPLY[@]} COMPREPLY < <(compgen -f -- "$cur") ;;
              $'\tfolders') compopt -o filenames 2>/dev/null; mapfile -t -O ${#COMPREPLY[@]} COMPREPLY < <(compgen -d -- "$cur") ;;
              $'\tprograms') mapfile -t -O ${#COMPREPLY[@]} COMPREPLY < <(compgen -c -- "$cur") ;;
              "$cur"*) COMPREPLY+=("$value"); [[ $value == [0-9]* ]] && described+=("$value  ($text)") ;;
            esac
          done
          # Several pids are shown with their programs, unless keys insert one after the other (menu-complete).
          if ((${#described[@]} > 1 && ${#described[@]} == ${#COMPREPLY[@]} && COMP_TYPE != 37 && COMP_TYPE != 42)); then
            COMPREPLY=("${described[@]}")
          fi
          [[ ${#COMPREPLY[@]} == 1 && $COMPREPLY == *= ]] && compopt -o nospace 2>/dev/null
          return 0
        }

        # Earlier versions would print errors into the prompt.
        if ((BASH_VERSINFO[0] * 100 + BASH_VERSINFO[1] >= 403)); then complete -F _heapwise heapwise; fi

        """;
}
