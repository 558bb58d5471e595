// The one-time link that completes Debian's libshaderc: several processes at once, a spoilt cache, no cache at all.
using System.Diagnostics;
using Silk.NET.Shaderc;

namespace Packages.Tests;

public class ShadercLibraryTests
{
    private const string Marker = "PACKAGES_TESTS_SHADERC_CHILD";
    private string cache = "";

    [SetUp]
    public void Make_a_cache_folder() => cache = Directory.CreateTempSubdirectory("cnnplayground-test-").FullName;

    [TearDown]
    public void Remove_the_cache_folder() => Directory.Delete(cache, recursive: true);

    [Test]
    public void Processes_starting_together_leave_one_library_and_no_remains()
    {
        if (IsChild())
            return;
        Process[] children = [.. Enumerable.Range(0, 2).Select(_ => Start(cache))];
        foreach (var child in children)
            Finish(child);
        RequireLinked();
        Assert.That(Directory.GetFiles(Native), Has.Length.EqualTo(1));
    }

    [Test]
    public void Spoilt_cache_is_linked_anew()
    {
        if (IsChild())
            return;
        Finish(Start(cache));
        RequireLinked();
        var library = Directory.GetFiles(Native).Single();
        var size = new FileInfo(library).Length;
        File.WriteAllText(library, "no library");
        Finish(Start(cache));
        Assert.That(new FileInfo(library).Length, Is.EqualTo(size));
        // Cut short by a crash or a full disk it still opens, and ends the process where the rest of it is touched.
        using (var file = File.OpenWrite(library))
            file.SetLength(size / 2);
        Finish(Start(cache));
        Assert.That(new FileInfo(library).Length, Is.EqualTo(size));
    }

    [Test]
    public void Cache_that_cannot_be_made_is_done_without()
    {
        if (IsChild())
            return;
        var file = Path.Combine(cache, "a-file");
        File.WriteAllText(file, "");
        Finish(Start(file));
        Assert.That(File.ReadAllText(file), Is.Empty);
    }

    [Test]
    public void Missing_linker_is_named_with_the_packages_to_install()
    {
        if (Environment.GetEnvironmentVariable(Marker) == "no linker")
        {
            Assert.That(() => ShaderSource.Compile(ShaderSource.Doubling()), Throws.TypeOf<FileNotFoundException>()
                .With.Message.Contains("g++").And.Message.Contains("apt-get install"));
            return;
        }

        Finish(Start(cache));
        RequireLinked();
        Directory.Delete(cache, recursive: true);
        Directory.CreateDirectory(cache);
        Finish(Start(cache, "no linker", nameof(Missing_linker_is_named_with_the_packages_to_install), path: cache));
    }

    private string Native => Path.Combine(cache, "cnnplayground", "native");

    // Where the installed libshaderc is complete there is nothing to link.
    private void RequireLinked()
    {
        if (!Directory.Exists(Native))
            Assert.Ignore("This system's libshaderc loads as it is: nothing is linked.");
    }

    // The child's whole task is to compile.
    private static bool IsChild()
    {
        if (Environment.GetEnvironmentVariable(Marker) != "1")
            return false;
        Assert.That(ShaderSource.Compile(ShaderSource.Doubling()).Status, Is.EqualTo(CompilationStatus.Success));
        return true;
    }

    private static Process Start(
        string cacheHome, string marker = "1", string test = nameof(Cache_that_cannot_be_made_is_done_without), string? path = null)
    {
        var name = $"FullyQualifiedName~{nameof(ShadercLibraryTests)}.{test}";
        var start = new ProcessStartInfo(
            Environment.ProcessPath!, [.. HostArguments(), "--filter", name, "--results-directory", Path.GetTempPath()])
        {
            RedirectStandardOutput = true,
        };
        start.Environment[Marker] = marker;
        start.Environment["XDG_CACHE_HOME"] = cacheHome;
        if (path != null)
            start.Environment["PATH"] = path;
        return Process.Start(start)!;
    }

    // The tests run as a program of their own or as `dotnet Packages.Tests.dll`.
    private static string[] HostArguments() =>
        Path.GetFileNameWithoutExtension(Environment.ProcessPath) == "dotnet" ? [typeof(ShadercLibraryTests).Assembly.Location] : [];

    private static void Finish(Process child)
    {
        var output = child.StandardOutput.ReadToEnd();
        child.WaitForExit();
        Assert.That(child.ExitCode, Is.Zero, output);
        Assert.That(output, Does.Contain("succeeded: 1"));
        child.Dispose();
    }
}
