// GLSL to SPIR-V by shaderc in this process, behind a cache on disk keyed by content.
using System.Runtime.InteropServices;
using System.Text;
using System.Text.RegularExpressions;
using Silk.NET.Shaderc;
using ShadercApi = Silk.NET.Shaderc.Shaderc;

namespace Engine;

/// <summary>
/// Compiles shaders below one folder, or the first of several that has them; what none has may come compiled (<see cref="ShaderArchive"/>). A hit in
/// the cache does not even load the compiler's library.
/// </summary>
internal sealed unsafe partial class ShaderCompiler(string[] folders, string cacheFolder) : IDisposable
{
    // The fourth step of CNN_DEBUG's ladder: where each shader's SPIR-V lies.
    private static readonly bool Echo = EnvironmentVariables.Debug >= 4;
    private readonly Lock gate = new();
    private ShadercApi? api;
    private Compiler* compiler;

    /// <summary>How many shaders were really compiled, not taken from the cache.</summary>
    public int Compiled { get; private set; }

    /// <summary>
    /// SPIR-V of "Cnn/relu.comp", with one macro defined or none, perhaps in its <see cref="LargeForm"/>; the extension tells the stage.
    /// </summary>
    public byte[] Compile(string name, string? define = null, bool large = false)
    {
        if (!folders.Any(f => File.Exists(Path.Combine(f, name))) && ShaderArchive.OfProgram?.Find(name, define, large) is { } ready)
            return ready;
        var source = new ShaderSource(folders, name, define, large);
        var cached = CachePath(source);
        if (Echo)
            Log.Debug($"{name}: SPIR-V in {cached}");
        var words = ShaderCache.Read(cached);
        if (words is not null)
            return words;
        lock (gate)
            words = Run(source);
        ShaderCache.Write(cached, words);
        return words;
    }

    /// <summary>Where the compiled form of a shader is kept.</summary>
    public string CachePath(ShaderSource source) =>
        Path.Combine(cacheFolder, "spirv", $"{source.Name.Replace('/', '-')}-{source.Key()}.spv");

    public void Dispose()
    {
        if (api is null)
            return;
        api.CompilerRelease(compiler);
        api.Dispose();
    }

    private byte[] Run(ShaderSource source)
    {
        var shaderc = Load();
        var kind = Path.GetExtension(source.Name) switch
        {
            ".comp" => ShaderKind.ComputeShader,
            ".vert" => ShaderKind.VertexShader,
            ".frag" => ShaderKind.FragmentShader,
            string other => throw new GpuException($"the shader {source.Name} has the unknown extension '{other}'", "use .comp, .vert or .frag"),
        };
        // Each holds its delegate until it is disposed, which is after the options.
        using var resolve = new PfnIncludeResolveFn((_, requested, _, requesting, _) => Resolve(source, requested, requesting));
        using var release = new PfnIncludeResultReleaseFn((_, result) => Release(result));
        var options = shaderc.CompileOptionsInitialize();
        CompilationResult* result = null;
        try
        {
            shaderc.CompileOptionsSetSourceLanguage(options, SourceLanguage.Glsl);
            shaderc.CompileOptionsSetTargetEnv(options, TargetEnv.Vulkan, (uint)EnvVersion.Vulkan13);
            shaderc.CompileOptionsSetTargetSpirv(options, SpirvVersion.Shaderc16);
            // Measured: never slower on lavapipe, and drivers optimise themselves.
            shaderc.CompileOptionsSetOptimizationLevel(options, OptimizationLevel.Zero);
            if (source.Define is { } define)
                shaderc.CompileOptionsAddMacroDefinition(options, define, (nuint)define.Length, "1", 1);
            shaderc.CompileOptionsSetIncludeCallbacks(options, resolve, release, null);
            byte[] text = Encoding.UTF8.GetBytes(source.Text), file = Encoding.UTF8.GetBytes(source.Name + '\0'), entry = "main\0"u8.ToArray();
            fixed (byte* fileBytes = file, entryBytes = entry)
            {
                if (source.Large)
                {
                    fixed (byte* textBytes = text)
                        result = shaderc.CompileIntoPreprocessedText(compiler, textBytes, (nuint)text.Length, kind, fileBytes, entryBytes, options);
                    text = Encoding.UTF8.GetBytes(LargeForm.Of(Encoding.UTF8.GetString(Bytes(shaderc, source, result))));
                    shaderc.ResultRelease(result);
                    result = null;
                }
                fixed (byte* textBytes = text)
                    result = shaderc.CompileIntoSpv(compiler, textBytes, (nuint)text.Length, kind, fileBytes, entryBytes, options);
            }
            Compiled++;
            return Bytes(shaderc, source, result);
        }
        finally
        {
            if (result is not null)
                shaderc.ResultRelease(result);
            shaderc.CompileOptionsRelease(options);
        }
    }

    private static byte[] Bytes(ShadercApi shaderc, ShaderSource source, CompilationResult* result)
    {
        if (result is null)
            throw new GpuException($"compiling {source.Name} ran out of memory");
        if (shaderc.ResultGetCompilationStatus(result) != CompilationStatus.Success)
            throw Error(source, shaderc.ResultGetErrorMessageS(result) ?? "");
        return new ReadOnlySpan<byte>(shaderc.ResultGetBytes(result), (int)shaderc.ResultGetLength(result)).ToArray();
    }

    private ShadercApi Load()
    {
        if (api is not null)
            return api;
        try
        {
            api = ShadercApi.GetApi();
        }
        catch (Exception e) when (e is DllNotFoundException or FileNotFoundException)
        {
            throw new GpuException("the shader compiler library shaderc was not found",
                "on Debian `apt-get install libshaderc1 glslang-dev spirv-tools g++`, or run `./cnn` once", e);
        }
        compiler = api.CompilerInitialize();
        if (compiler is null)
            throw new GpuException("the shader compiler did not start");
        return api;
    }

    /// <summary>One sentence from shaderc's first error: file, line, what, and the line's own text.</summary>
    private static GpuException Error(ShaderSource source, string message)
    {
        var match = ErrorLine().Match(message);
        if (!match.Success)
            return new GpuException($"{Path.Combine(source.Folder, source.Name)} does not compile", message.Trim());
        string file = match.Groups["file"].Value, what = match.Groups["what"].Value.Trim();
        var line = int.Parse(match.Groups["line"].ValueSpan, System.Globalization.CultureInfo.InvariantCulture);
        var lines = source.Files.TryGetValue(file, out var text) ? text.Split('\n') : [];
        var offending = line >= 1 && line <= lines.Length ? lines[line - 1].Trim() : "";
        return new GpuException($"{Path.Combine(source.Folder, file)}:{line}: {what}", offending.Length > 0 ? $"in `{offending}`" : "");
    }

    private static IncludeResult* Resolve(ShaderSource source, byte* requested, byte* requesting)
    {
        string name = "", content;
        try
        {
            name = ShaderSource.IncludeName(Marshal.PtrToStringUTF8((nint)requesting) ?? "", Marshal.PtrToStringUTF8((nint)requested) ?? "");
            if (!source.Files.TryGetValue(name, out content!))
                (name, content) = ("", $"{name} does not exist");
        }
        catch (GpuException e)
        {
            (name, content) = ("", e.Message);
        }   // an exception must not cross shaderc; an empty name is its error
        var result = (IncludeResult*)NativeMemory.AllocZeroed((nuint)sizeof(IncludeResult));
        result->SourceName = Native(name, out result->SourceNameLength);
        result->Content = Native(content, out result->ContentLength);
        return result;
    }

    private static byte* Native(string text, out nuint bytes)
    {
        var length = Encoding.UTF8.GetByteCount(text);
        var utf8 = (byte*)NativeMemory.Alloc((nuint)length + 1);
        Encoding.UTF8.GetBytes(text, new Span<byte>(utf8, length));
        utf8[length] = 0;
        bytes = (nuint)length;
        return utf8;
    }

    private static void Release(IncludeResult* result)
    {
        NativeMemory.Free(result->SourceName);
        NativeMemory.Free(result->Content);
        NativeMemory.Free(result);
    }

    [GeneratedRegex(@"^(?<file>[^:\n]+):(?<line>\d+): error: (?<what>.*)$", RegexOptions.Multiline)]
    private static partial Regex ErrorLine();
}
