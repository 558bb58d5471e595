// Compiles a folder of shaders into what packages carry.
namespace Engine;

/// <summary>Makes the archive from which programs without a shader compiler take theirs.</summary>
public static class ShaderPacking
{
    /// <summary>Compiles every shader below a folder, compute shaders in every form that a device may ask for, into one file.</summary>
    /// <param name="folder">The shaders, in folders as programs name them (<c>Cnn/relu.comp</c>).</param>
    /// <param name="output">The file.</param>
    /// <returns>Shaders, and forms of them.</returns>
    /// <exception cref="GpuException">One does not compile, or shaderc is missing; the message has file, line and text.</exception>
    /// <exception cref="IOException">The file cannot be written.</exception>
    public static (int Shaders, int Forms) Pack(string folder, string output)
    {
        var names = Directory.GetFiles(folder, "*", SearchOption.AllDirectories)
            .Where(f => Path.GetExtension(f) is ".comp" or ".vert" or ".frag")
            .Select(f => Path.GetRelativePath(folder, f).Replace(Path.DirectorySeparatorChar, '/'));
        using var compiler = new ShaderCompiler([folder], new GpuOptions().FindCacheFolder());
        var shaders = names.ToDictionary(name => name, name => Forms(compiler, name));
        AtomicFile.Write(output, shaders, static (file, shaders) => ShaderArchive.Write(file, shaders));
        return (shaders.Count, shaders.Sum(s => s.Value.Count));
    }

    private static Dictionary<string, byte[]> Forms(ShaderCompiler compiler, string name)
    {
        string?[] macros = Path.GetExtension(name) == ".comp" ? [null, "F16"] : [null];
        bool[] sizes = Path.GetExtension(name) == ".comp" ? [false, true] : [false];
        return macros.SelectMany(define => sizes.Select(large => (define, large)))
            .ToDictionary(f => ShaderArchive.FormOf(f.define, f.large), f => compiler.Compile(name, f.define, f.large));
    }
}
