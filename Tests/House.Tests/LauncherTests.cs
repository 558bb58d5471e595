// The launcher's word on systems whose packages it does not know, tried with the functions of the script itself.
using System.Diagnostics;

namespace House.Tests;

public sealed class LauncherTests
{
    [Test]
    public void Where_everything_is_there_an_unknown_system_is_none_of_its_business() =>
        Assert.That(Try(":", "libvulkan1 mesa-vulkan-drivers libshaderc1 dataset-fashion-mnist"), Is.EqualTo((0, "")));

    [Test]
    public void What_an_unknown_system_lacks_is_said_in_one_sentence() =>
        Assert.That(Try("ldconfig() { :; }; PATH=; HOME=/nowhere", "libvulkan1 libglfw3 libshaderc1 ffmpeg xvfb libonnx-testdata"), Is.EqualTo((1,
            "cnn: missing: the Vulkan loader, libvulkan.so.1 (libvulkan1); GLFW, libglfw.so.3 (libglfw3); shaderc, libshaderc.so.1 or "
            + "libshaderc_shared.so.1 (libshaderc1); ffmpeg; Xvfb (xvfb); this launcher installs on Debian 12 and 13 only, "
            + "so install these on Elsewhere 1 (Debian's names are in brackets), then run this again\n")));

    [TestCase("debian 12", true)]
    [TestCase("debian 13", true)]
    [TestCase("debian 14", false)]
    [TestCase("debian ", false)]
    [TestCase("ubuntu 24.04", false)]
    [TestCase(" ", false)]
    public void Packages_are_installed_by_name_on_known_releases_only(string release, bool known) =>
        Assert.That(Try($"release='{release}'; dpkg-query() {{ printf 'one installed\\n'; }}; require_present() {{ echo present; }}",
            "one", "install_missing"),
            Is.EqualTo((0, known ? "" : "present\n")));

    [Test]
    public void What_is_built_runs_without_taking_the_lock() => InFolder(home =>
    {
        File.WriteAllText(Path.Combine(home, "artifacts", ".built-some"), "");
        File.SetLastWriteTimeUtc(Path.Combine(home, "artifacts", ".built-some"), DateTime.UtcNow.AddMinutes(1));
        Assert.That(Try($"CNN_HOME='{home}'; dotnet() {{ echo built; }}", "some.csproj some Sources", "build"), Is.EqualTo((0, "")));
        Assert.That(Directory.GetFiles(Path.Combine(home, "artifacts")).Select(f => Path.GetFileName(f)), Is.EqualTo(new[] { ".built-some" }));
    });

    [Test]
    public void Where_a_build_is_needed_and_cannot_be_written_one_sentence_says_so() => InFolder(home =>
    {
        Directory.Delete(Path.Combine(home, "artifacts"));
        File.WriteAllText(Path.Combine(home, "artifacts"), "in the way");
        var (code, output) = Try($"CNN_HOME='{home}'; dotnet() {{ echo built; }}", "some.csproj some Sources", "build");
        Assert.That(code, Is.EqualTo(1));
        Assert.That(output, Does.StartWith($"cnn: {home} has to be built, and ").And.Contain("run ./cnn there once as its owner"));
        Assert.That(output.Trim().Split('\n'), Has.Length.EqualTo(1));
    });

    [Test]
    public void A_second_run_waits_for_the_first_with_a_word_and_builds_nothing_anew() => InFolder(home =>
    {
        var first = $"CNN_HOME='{home}'; dotnet() {{ echo built; }}; exec 8>'{home}/artifacts/.lock'; flock 8; "
            + $"( sleep 0.5; touch -d '+1 minute' '{home}/artifacts/.built-some'; flock -u 8 ) & exec 8>&-";
        Assert.That(Try(first, "some.csproj some Sources", "build"),
            Is.EqualTo((0, $"cnn: another ./cnn builds in {home}; waiting for it\n")));
    });

    // An apostrophe in a path ends the texts in which build files write it.
    [Test]
    public void The_checkouts_path_may_hold_an_apostrophe() => InFolder(home =>
    {
        var root = Directory.CreateDirectory(Path.Combine(home, "it's here")).FullName;
        foreach (var file in Directory.GetFiles(Source.Root).Where(f => Path.GetFileName(f).StartsWith("Directory.", StringComparison.Ordinal)))
            File.Copy(file, Path.Combine(root, Path.GetFileName(file)));
        File.WriteAllText(Path.Combine(root, "One.csproj"),
            "<Project Sdk=\"Microsoft.NET.Sdk\"><ItemGroup><RegistryPackage Include=\"Arch\" /></ItemGroup></Project>");
        using var build = Process.Start(new ProcessStartInfo("dotnet", ["msbuild", "One.csproj", "-getItem:ProjectReference", "-p:StandIns=Arch"])
        {
            RedirectStandardOutput = true,
            WorkingDirectory = root,
        })!;
        var output = build.StandardOutput.ReadToEnd();
        build.WaitForExit();
        var reference = Path.Combine(root, "Engine", "Packages", "Arch", "Arch.csproj");
        Assert.That(System.Text.RegularExpressions.Regex.Unescape(output), Does.Contain($"\"FullPath\": \"{reference}\""));
    });

    private static void InFolder(Action<string> test)
    {
        var home = Directory.CreateTempSubdirectory("launcher");
        try
        {
            foreach (var folder in (string[])["artifacts", "Sources"])
                home.CreateSubdirectory(folder);
            foreach (var file in (string[])["cnn", "global.json", ".editorconfig", "BannedSymbols.txt", "Directory.Build.props", "Sources/one.cs"])
                File.WriteAllText(Path.Combine(home.FullName, file), file == "global.json" ? "{}" : "");
            test(home.FullName);
        }
        finally
        {
            home.Delete(recursive: true);
        }
    }

    private static (int Code, string Output) Try(string before, string packages, string function = "require_present")
    {
        const string Cut = "/^die()/p; /^install_missing()/,/^}/p; /^require_present()/,/^}/p; /^is_built()/,/^}/p; /^build()/,/^}/p";
        var script = $"set -euo pipefail; eval \"$(sed -n '{Cut}' '{Path.Combine(Source.Root, "cnn")}')\"; system='Elsewhere 1'; "
            + $"no_sdk='no SDK'; {before}; {function} {packages}";
        using var bash = Process.Start(new ProcessStartInfo("bash", ["-c", script]) { RedirectStandardOutput = true, RedirectStandardError = true })!;
        var errors = bash.StandardError.ReadToEndAsync();
        var output = bash.StandardOutput.ReadToEnd() + errors.GetAwaiter().GetResult();
        bash.WaitForExit();
        return (bash.ExitCode, output);
    }
}
