// Every shader compiles and is valid SPIR-V by the tools' word, where they are installed.
using System.ComponentModel;
using System.Diagnostics;
using System.Text.RegularExpressions;

namespace House.Tests;

public sealed partial class ShaderTests
{
    private static IEnumerable<string> Kernels() => Source.Shaders.Where(s => !s.Path.EndsWith(".glsl", StringComparison.Ordinal)).Select(s => s.Path);

    private static IEnumerable<string> KernelsOfBothStorages() => Source.Shaders
        .Where(s => s.Path.StartsWith("Shaders/Cnn/", StringComparison.Ordinal) && s.Path.EndsWith(".comp", StringComparison.Ordinal) && !IsF32Only(s))
        .Select(s => s.Path);

    [TestCaseSource(nameof(Kernels))]
    [Parallelizable(ParallelScope.All)]
    public void Shader_is_valid(string path) => Check(path, "f32");

    [TestCaseSource(nameof(KernelsOfBothStorages))]
    [Parallelizable(ParallelScope.All)]
    public void Shader_is_valid_with_f16_storage(string path) => Check(path, "f16", "-DF16");

    // Views of STORED follow the storage, packed bytes have none; anything else beside the macros of tensor.glsl is f32.
    [Test]
    public void Kernels_that_fix_the_storage_of_their_operands_say_so()
    {
        var fixedStorage = Source.Shaders
            .Where(s => s.Path.StartsWith("Shaders/Cnn/", StringComparison.Ordinal) && s.Name != "tensor" && !IsF32Only(s) && OwnBuffer().IsMatch(s.Code))
            .Select(s => $"{s.Path}: declares {OwnBuffer().Match(s.Code).Value}; use tensor.glsl's macros or say \"f32 only\" in the opening comment");
        Assert.That(fixedStorage, Is.Empty);
    }

    private static bool IsF32Only(Source shader) =>
        shader.Text.Split('\n').Skip(1).TakeWhile(l => l.StartsWith("//", StringComparison.Ordinal)).Any(l => l.Contains("f32 only"));

    [GeneratedRegex(@"\bbuffer \w+ \{ (float|vec4|u64vec\d)\b[^}]*\}")]
    private static partial Regex OwnBuffer();

    private static void Check(string path, string storage, params string[] options)
    {
        var file = Path.Combine(TestContext.CurrentContext.WorkDirectory, $"{path.Replace('/', '-')}.{storage}.spv");
        try
        {
            var (code, output) = Run("glslc", ["--target-env=vulkan1.3", "-O0", "-Werror", .. options, Path.Combine(Source.Root, path), "-o", file]);
            Assert.That(code, Is.Zero, output);
            (code, output) = Run("spirv-val", "--target-env", "vulkan1.3", file);
            Assert.That(code, Is.Zero, output);
        }
        finally
        {
            File.Delete(file);
        }
    }

    private static (int Code, string Output) Run(string program, params string[] arguments)
    {
        try
        {
            using var process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true, RedirectStandardError = true })!;
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
