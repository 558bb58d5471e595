// Every shader of the repository compiles and is valid SPIR-V that reflects.
using System.Diagnostics;

namespace Engine.Tests;

public sealed class ShaderTests
{
    private static IEnumerable<string> All()
    {
        var folder = Path.Combine(GpuFixture.Repository, "Shaders");
        return Directory.EnumerateFiles(folder, "*.*", SearchOption.AllDirectories)
            .Where(f => Path.GetExtension(f) is ".comp" or ".vert" or ".frag").Select(f => Path.GetRelativePath(folder, f))
            .Order(StringComparer.Ordinal);
    }

    [TestCaseSource(nameof(All))]
    public void Shader_compiles_passes_spirv_val_and_reflects(string name)
    {
        var cache = Directory.CreateTempSubdirectory("gpu-shader").FullName;
        try
        {
            using var compiler = new ShaderCompiler([Path.Combine(GpuFixture.Repository, "Shaders")], cache);
            var words = compiler.Compile(name);
            var reflected = new SpirV(words, name);
            // Also as kernels use it, without switches over constants.
            foreach (var module in new[] { words, reflected.Taken(words, []) }.Distinct())
            {
                var file = Path.Combine(cache, "shader.spv");
                File.WriteAllBytes(file, module);
                using var validator = Start(file);
                var said = validator.StandardError.ReadToEnd() + validator.StandardOutput.ReadToEnd();
                validator.WaitForExit();
                Assert.That(validator.ExitCode, Is.Zero, said);
            }
        }
        finally
        {
            Directory.Delete(cache, recursive: true);
        }
    }

    private static Process Start(string file)
    {
        var info = new ProcessStartInfo("spirv-val", ["--target-env", "vulkan1.3", "--scalar-block-layout", file])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        try
        {
            return Process.Start(info)!;
        }
        catch (System.ComponentModel.Win32Exception)
        {
            Assert.Ignore("spirv-val is not installed: apt-get install spirv-tools");
            throw;
        }
    }
}
