namespace Heapwise.Cli.Completion.Scripts;

/// <summary>Completion for PowerShell 5.1 and later.</summary>
internal static class PowerShellScript
{
    public const string Text =
        """
        # Completion of heapwise for PowerShell 5.1 and later. To install, add this line to $PROFILE:
        #   heapwise completions powershell | Out-String | Invoke-Expression

        Register-ArgumentCompleter -Native -CommandName heapwise -ScriptBlock {
            param($word, $line, $cursor)
            $program = Get-Command heapwise -CommandType Application -ErrorAction Ignore | Select-Object -First 1
            if (-not $program) { return }
            $words = @($line.CommandElements | Select-Object -Skip 1 | Where-Object { $_.Extent.EndOffset -lt $cursor } |
                ForEach-Object { $_.Extent.Text.Trim('"', "'") })
            # Before 7.3, PowerShell does not pass an empty argument on unless it is quoted twice.
            $current = if ($word) { $word } elseif ($PSVersionTable.PSVersion -lt [version]'7.3') { '""' } else { '' }
            # The value of --option=value is completed behind the sign.
            $option = if ($word -match '^--[^=]+=') { $Matches[0] } else { '' }
            $rest = $word.Substring($option.Length)

            foreach ($entry in & $program completions -- @words $current 2>$null) {
                $value, $text = $entry -split "`t", 2
                if (-not $value -and $text) {
                    $ending = ($text -split ' ')[1]
                    $files = @([System.Management.Automation.CompletionCompleters]::CompleteFilename($rest))
                    $wanted = @($files | Where-Object { $ending -and $_.ListItemText.Contains($ending) })
                    $folders = @($files | Where-Object { $_.ResultType -eq 'ProviderContainer' })
                    foreach ($file in $(if ($wanted) { $wanted + $folders } else { $files })) {
                        [System.Management.Automation.CompletionResult]::new(
                            $option + $file.CompletionText, $file.ListItemText, $file.ResultType, $file.ToolTip)
                    }
                }
                elseif ($value.StartsWith($rest, [System.StringComparison]::OrdinalIgnoreCase)) {
                    $tip = if ($text) { $text } else { $value }
                    [System.Management.Automation.CompletionResult]::new($option + $value, $value, 'ParameterValue', $tip)
                }
            }
        }

        """;
}
