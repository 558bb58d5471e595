// What a shell completes.
using System.Diagnostics;

namespace Player.Tests;

public sealed class CompletionTests
{
    [TestCase("cnn pl", "play")]
    [TestCase("./cnn dev", "devices")]
    [TestCase("cnn devices --j", "--json")]
    [TestCase("cnn classify --mod", "--model")]
    [TestCase("cnn train sty", "style")]
    [TestCase("cnn classify READ", "README.md")]
    public void Bash_completes_verbs_options_and_files(string typed, string completed)
    {
        var script = Run.Of("completion", "bash");
        Assert.That(script.Status, Is.Zero, script.Errors);
        var start = new ProcessStartInfo("bash", ["-c", $"{script.Output}\nCOMP_WORDS=({typed}); COMP_CWORD=$((${{#COMP_WORDS[@]}} - 1)); _cnn; "
            + "printf '%s\\n' \"${COMPREPLY[@]}\""])
        {
            RedirectStandardOutput = true,
            WorkingDirectory = Run.Repository,
        };
        using var bash = Process.Start(start)!;
        Assert.That(bash.StandardOutput.ReadToEnd().Split('\n'), Does.Contain(completed));
    }

    [Test]
    public void The_others_know_every_verb_and_an_unknown_shell_is_refused()
    {
        Assert.That(Run.Of("completion", "zsh").Output, Does.Contain("#compdef cnn").And.Contain("classify) known=(").And.Contain("--model"));
        Assert.That(Run.Of("completion", "fish").Output, Does.Contain("-a classify -d 'Name what is in pictures'").And.Contain("-l model"));
        var unknown = Run.Of("completion", "tcsh");
        Assert.That((unknown.Status, unknown.Errors.Contains("bash", StringComparison.Ordinal)), Is.EqualTo((2, true)).Or.EqualTo((1, true)));
    }
}
