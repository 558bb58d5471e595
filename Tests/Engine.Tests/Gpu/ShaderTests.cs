// Every shader of the repository compiles and is valid SPIR-V that reflects.
using System.Diagnostics;

namespace Engine.Tests;

public sealed class ShaderTests
{
    private static IEnumerable<string> All()
    {
        string folder = Path.Combine(GpuFixture.Repository, "Shaders");
        return Directory.EnumerateFiles(folder, "*.*", SearchOption.AllDirectories)
            .Where(f => Path.GetExtension(f) is ".comp" or ".vert" or ".frag").Select(f => Path.GetRelativePath(folder, f)).Order(StringComparer.Ordinal);
    }

    [TestCaseSource(nameof(All))]
    public void Shader_compiles_passes_spirv_val_and_reflects(string name)
    {
        string cache = Directory.CreateTempSubdirectory("gpu-shader").FullName;
        try
        {
            using ShaderCompiler compiler = new([Path.Combine(GpuFixture.Repository, "Shaders")], cache);
            byte[] words = compiler.Compile(name);
            SpirV reflected = new(words, name);
            // Also as kernels use it, without switches over constants.
            foreach (var module in new[] { words, reflected.Taken(words, []) }.Distinct())
            {
                string file = Path.Combine(cache, "shader.spv");
                File.WriteAllBytes(file, module);
                using Process validator = Start(file);
                string said = validator.StandardError.ReadToEnd() + validator.StandardOutput.ReadToEnd();
                validator.WaitForExit();
                Assert.That(validator.ExitCode, Is.Zero, said);
            }
        }
        finally { Directory.Delete(cache, recursive: true); }
    }

    private static Process Start(string file)
    {
        ProcessStartInfo info = new("spirv-val", ["--target-env", "vulkan1.3", "--scalar-block-layout", file])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        try { return Process.Start(info)!; }
        catch (System.ComponentModel.Win32Exception)
        {
            Assert.Ignore("spirv-val is not installed: apt-get install spirv-tools");
            throw;
        }
    }
}
