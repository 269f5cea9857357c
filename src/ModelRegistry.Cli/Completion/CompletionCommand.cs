using System.CommandLine;
using ModelRegistry.Cli.Client;
using ModelRegistry.Cli.Output;

namespace ModelRegistry.Cli.Completion;

/// <summary><c>modelreg completion</c>: scripts that let a shell ask the program itself.</summary>
internal static class CompletionCommand
{
    private const string Bash = """
        _modelreg() {
            local IFS=$'\n'
            mapfile -t COMPREPLY < <(compgen -W "$(modelreg "[suggest:$COMP_POINT]" "$COMP_LINE" 2>/dev/null)" -- "${COMP_WORDS[COMP_CWORD]}")
        }
        complete -o default -F _modelreg modelreg
        """;

    private const string Zsh = """
        #compdef modelreg
        _modelreg() {
            local -a found
            found=("${(@f)$(modelreg "[suggest:$CURSOR]" "$BUFFER" 2>/dev/null)}")
            compadd -a found || _files
        }
        if [[ $funcstack[1] == _modelreg ]]; then _modelreg "$@"; else compdef _modelreg modelreg; fi
        """;

    public static Command Create() => new("completion", "Writes scripts that complete commands and options in bash and zsh")
    {
        Shell("bash", Bash, "modelreg completion bash > modelreg.bash"),
        Shell("zsh", Zsh, "modelreg completion zsh > _modelreg"),
    };

    private static ExampleCommand Shell(string name, string script, string example) => new ExampleCommand(name, $"For {name}: source what this writes", example)
        .Runs((parsed, _) =>
        {
            parsed.Answer(new { Shell = name, Script = script }, screen => screen.Lines(script));
            return Task.FromResult(0);
        });
}
