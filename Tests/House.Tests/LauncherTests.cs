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

    private static (int Code, string Output) Try(string before, string packages, string function = "require_present")
    {
        const string Cut = "/^die()/p; /^install_missing()/,/^}/p; /^require_present()/,/^}/p";
        var script = $"set -euo pipefail; eval \"$(sed -n '{Cut}' '{Path.Combine(Source.Root, "cnn")}')\"; system='Elsewhere 1'; {before}; "
            + $"{function} {packages}";
        using var bash = Process.Start(new ProcessStartInfo("bash", ["-c", script]) { RedirectStandardOutput = true, RedirectStandardError = true })!;
        var errors = bash.StandardError.ReadToEndAsync();
        var output = bash.StandardOutput.ReadToEnd() + errors.GetAwaiter().GetResult();
        bash.WaitForExit();
        return (bash.ExitCode, output);
    }
}
