// Every shader compiles and is valid SPIR-V by the tools' word, where they are installed.
using System.ComponentModel;
using System.Diagnostics;
using System.Text.RegularExpressions;

namespace House.Tests;

public sealed partial class ShaderTests
{
    private static IEnumerable<TestCaseData> Folders() => Source.Shaders
        .Where(s => !s.Path.EndsWith(".glsl", StringComparison.Ordinal))
        .GroupBy(s => Path.GetDirectoryName(s.Path)!, s => s.Path)
        .Select(g => new TestCaseData((object)g.ToArray()).SetArgDisplayNames(g.Key));

    [TestCaseSource(nameof(Folders))]
    [Parallelizable(ParallelScope.All)]
    public void Shaders_are_valid(string[] paths) => Check(paths);

    [Test]
    [Parallelizable]
    public void Shaders_are_valid_with_f16_storage() => Check([.. Source.Shaders
        .Where(s => s.Path.StartsWith("Shaders/Cnn/", StringComparison.Ordinal) && s.Path.EndsWith(".comp", StringComparison.Ordinal)
            && !IsF32Only(s))
        .Select(s => s.Path)], "-DF16");

    // Views of STORED follow the storage, packed bytes have none; anything else beside the macros of tensor.glsl is f32.
    [Test]
    public void Kernels_that_fix_the_storage_of_their_operands_say_so()
    {
        var fixedStorage = Source.Shaders
            .Where(s => s.Path.StartsWith("Shaders/Cnn/", StringComparison.Ordinal) && s.Name != "tensor" && !IsF32Only(s)
                && OwnBuffer().IsMatch(s.Code))
            .Select(
                s => $"{s.Path}: declares {OwnBuffer().Match(s.Code).Value}; use tensor.glsl's macros or say \"f32 only\" in the opening comment");
        Assert.That(fixedStorage, Is.Empty);
    }

    private static bool IsF32Only(Source shader) =>
        shader.Text.Split('\n').Skip(1).TakeWhile(l => l.StartsWith("//", StringComparison.Ordinal)).Any(l => l.Contains("f32 only"));

    [GeneratedRegex(@"\bbuffer \w+ \{ (float|vec4|u64vec\d)\b[^}]*\}")]
    private static partial Regex OwnBuffer();

    // One compiler for all files of a folder: it takes ten times longer to start than to compile one.
    private static void Check(string[] paths, params string[] options)
    {
        var folder = Directory.CreateTempSubdirectory("shaders").FullName;
        try
        {
            var (code, output) = Run("glslc", folder,
                ["--target-env=vulkan1.3", "-O0", "-Werror", "-c", .. options, .. paths.Select(p => Path.Combine(Source.Root, p))]);
            Assert.That(code, Is.Zero, output);
            var binaries = Directory.GetFiles(folder);
            Assert.That(binaries, Has.Length.EqualTo(paths.Length).And.Not.Empty);
            Run("spirv-val", folder, "--version");
            var invalid = binaries.AsParallel()
                .Select(file => (Name: Path.GetFileName(file), Result: Run("spirv-val", folder, "--target-env", "vulkan1.3", file)))
                .Where(f => f.Result.Code != 0)
                .Select(f => $"{f.Name}: {f.Result.Output}")
                .ToArray();
            Assert.That(invalid, Is.Empty);
        }
        finally
        {
            Directory.Delete(folder, true);
        }
    }

    private static (int Code, string Output) Run(string program, string folder, params string[] arguments)
    {
        try
        {
            using var process = Process.Start(
                new ProcessStartInfo(program, arguments) { WorkingDirectory = folder, RedirectStandardOutput = true, RedirectStandardError = true })!;
            var errors = process.StandardError.ReadToEndAsync();
            var output = process.StandardOutput.ReadToEnd() + errors.GetAwaiter().GetResult();
            process.WaitForExit();
            return (process.ExitCode, output);
        }
        catch (Win32Exception)
        {
            Assert.Ignore($"{program} is not installed (apt-get install glslc spirv-tools)");
            throw;
        }
    }
}
