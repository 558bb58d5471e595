// Every shader compiles and is valid SPIR-V by the tools' word, where they are installed.
using System.ComponentModel;
using System.Diagnostics;

namespace House.Tests;

public sealed class ShaderTests
{
    private static IEnumerable<string> Kernels() => Source.Shaders.Where(s => !s.Path.EndsWith(".glsl", StringComparison.Ordinal)).Select(s => s.Path);

    [TestCaseSource(nameof(Kernels))]
    [Parallelizable(ParallelScope.All)]
    public void Shader_is_valid(string path)
    {
        var file = Path.Combine(TestContext.CurrentContext.WorkDirectory, $"{path.Replace('/', '-')}.spv");
        try
        {
            var (code, output) = Run("glslc", "--target-env=vulkan1.3", "-O0", "-Werror", Path.Combine(Source.Root, path), "-o", file);
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
