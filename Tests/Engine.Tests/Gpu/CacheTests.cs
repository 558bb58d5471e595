// Compiling and caching: error text, includes, hits, and files that are corrupt or foreign.
namespace Engine.Tests;

public sealed class CacheTests
{
    private string folder = "";

    [SetUp]
    public void MakeFolder() => folder = Directory.CreateTempSubdirectory("gpu-cache").FullName;

    [TearDown]
    public void DeleteFolder() => Directory.Delete(folder, recursive: true);

    private string Shaders => Path.Combine(folder, "Shaders");

    private ShaderCompiler Compiler(string? shaders = null) =>
        new((shaders ?? GpuFixture.ShaderFolders).Split(Path.PathSeparator), Path.Combine(folder, "cache"));

    private void Write(string name, string text)
    {
        var path = Path.Combine(Shaders, name);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllText(path, text);
    }

    [Test]
    public void Compile_error_tells_file_line_and_text()
    {
        using var compiler = Compiler();
        var e = Assert.Throws<GpuException>(() => compiler.Compile("Test/broken.comp"))!;
        Assert.That(e.Message, Does.Contain("Test/broken.comp:8: ").And.Contain("'undeclared_name' : undeclared identifier"));
        Assert.That(e.Message, Does.Contain("`x[0] = undeclared_name;`"));
        Assert.That(e.Message, Does.Not.Contain("\n"));
    }

    [Test]
    public void Compile_error_in_an_include_tells_the_include()
    {
        Write("A/main.comp", "#version 460\nlayout(local_size_x = 1) in;\n#include \"part.glsl\"\nvoid main() { f(); }\n");
        Write("A/part.glsl", "// a part\nvoid f() { int x = ; }\n");
        using var compiler = Compiler(Shaders);
        Assert.That(() => compiler.Compile("A/main.comp"),
            Throws.InstanceOf<GpuException>().With.Message.Contains("A/part.glsl:2: ").And.Message.Contains("void f() { int x = ; }"));
    }

    [Test]
    public void Include_from_another_folder_or_of_nothing_is_refused()
    {
        Write("A/up.comp", "#version 460\n#include \"../B/part.glsl\"\nvoid main() { }\n");
        Write("A/nothing.comp", "#version 460\n#include \"nothing.glsl\"\nvoid main() { }\n");
        using var compiler = Compiler(Shaders);
        Assert.That(() => compiler.Compile("A/up.comp"), Throws.InstanceOf<GpuException>().With.Message.Contains("own folder"));
        Assert.That(() => compiler.Compile("A/nothing.comp"),
            Throws.InstanceOf<GpuException>().With.Message.Contains("A/nothing.comp:2: ").And.Message.Contains("nothing.glsl"));
        Assert.That(() => compiler.Compile("A/absent.comp"), Throws.InstanceOf<GpuException>().With.Message.Contains("absent.comp does not exist"));
    }

    [Test]
    public void Second_compilation_is_a_hit_until_the_include_changes()
    {
        Write("A/main.comp", "#version 460\nlayout(local_size_x = 1) in;\nlayout(set = 0, binding = 0) buffer X { int x; };\n"
            + "#include \"part.glsl\"\nvoid main() { x = f(); }\n");
        Write("A/part.glsl", "int f() { return 1; }\n");
        byte[] first, second, third;
        using (var compiler = Compiler(Shaders))
        {
            first = compiler.Compile("A/main.comp");
            Assert.That(compiler.Compiled, Is.EqualTo(1));
        }
        using (var compiler = Compiler(Shaders))
        {
            second = compiler.Compile("A/main.comp");
            Assert.That(compiler.Compiled, Is.Zero);
            Write("A/part.glsl", "int f() { return 12345; }\n");
            third = compiler.Compile("A/main.comp");
            Assert.That(compiler.Compiled, Is.EqualTo(1));
        }
        Assert.That(second, Is.EqualTo(first));
        Assert.That(third, Is.Not.EqualTo(first));
    }

    [TestCase("truncated")]
    [TestCase("flipped")]
    [TestCase("foreign")]
    [TestCase("empty")]
    public void Corrupt_cache_file_is_ignored_and_rewritten(string how)
    {
        using var compiler = Compiler();
        var good = compiler.Compile("Test/scale.comp");
        var path = compiler.CachePath(new ShaderSource(GpuFixture.ShaderFolders.Split(Path.PathSeparator), "Test/scale.comp"));
        var file = File.ReadAllBytes(path);
        var bad = how switch
        {
            "truncated" => file[..(file.Length / 2)],
            "flipped" => [.. file[..^5], (byte)(file[^5] ^ 1), .. file[^4..]],
            "foreign" => [.. good],
            _ => [],
        };
        File.WriteAllBytes(path, bad);
        Assert.That(compiler.Compile("Test/scale.comp"), Is.EqualTo(good));
        Assert.That(compiler.Compiled, Is.EqualTo(2));
        Assert.That(File.ReadAllBytes(path), Is.EqualTo(file));
        Assert.That(Directory.GetFiles(Path.GetDirectoryName(path)!), Has.Length.EqualTo(1), "a temporary file was left");
    }

    [Test]
    public void Cache_folder_that_cannot_be_written_costs_only_the_caching()
    {
        File.WriteAllText(Path.Combine(folder, "cache"), "a file where the folder should be");
        using var compiler = Compiler();
        Assert.That(compiler.Compile("Test/scale.comp"), Is.Not.Empty);
    }

    [Test]
    public void Pipeline_cache_survives_and_a_corrupt_or_foreign_one_is_ignored()
    {
        var options = new GpuOptions { Validation = true, ShaderFolder = GpuFixture.ShaderFolders, CacheFolder = Path.Combine(folder, "gpu") };
        var path = Run(options, loaded: false);
        Assert.That(File.Exists(path));
        Run(options, loaded: true);
        var file = File.ReadAllBytes(path);
        file[^1] ^= 1;
        File.WriteAllBytes(path, file);
        Run(options, loaded: false);
        Assert.That(ShaderCache.Read(path), Is.Not.Null, "the corrupt file was not replaced");
        var foreign = ShaderCache.Read(path)!;
        foreign[8] ^= 1;                                    // the vendor in Vulkan's header, under a valid checksum
        ShaderCache.Write(path, foreign);
        Run(options, loaded: false);

        static string Run(GpuOptions options, bool loaded)
        {
            using var gpu = Gpu.Open(options);
            Assert.That(gpu.PipelineCache.WasLoaded, Is.EqualTo(loaded));
            using var x = gpu.Buffer<uint>(64, "x");
            gpu.Run(c => c.Dispatch(gpu.Kernel("Test/count"), (64, 1, 1), 64u, x));
            Assert.That(gpu.ValidationMessages, Is.Empty);
            return gpu.PipelineCache.FilePath;
        }
    }
}
