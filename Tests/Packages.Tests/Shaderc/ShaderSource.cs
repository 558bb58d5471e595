// Compiles GLSL for the tests the way callers of the package do: bytes in, words or a message out.
using System.Text;
using Silk.NET.Shaderc;
using ShadercApi = Silk.NET.Shaderc.Shaderc;

namespace Packages.Tests;

internal sealed record ShaderOutcome(CompilationStatus Status, uint[] Words, string Message, nuint Errors, nuint Warnings);

internal static unsafe class ShaderSource
{
    internal const uint SpirvMagic = 0x07230203;

    internal delegate void Configure(ShadercApi api, CompileOptions* options);

    /// <summary>Compiles a compute shader for Vulkan 1.3, SPIR-V 1.6; <paramref name="configure"/> adds options.</summary>
    internal static ShaderOutcome Compile(string source, string file = "test.comp", Configure? configure = null)
    {
        using var api = ShadercApi.GetApi();
        var compiler = api.CompilerInitialize();
        var options = api.CompileOptionsInitialize();
        api.CompileOptionsSetTargetEnv(options, TargetEnv.Vulkan, (uint)EnvVersion.Vulkan13);
        api.CompileOptionsSetTargetSpirv(options, SpirvVersion.Shaderc16);
        configure?.Invoke(api, options);
        var text = Encoding.UTF8.GetBytes(source);
        CompilationResult* result;
        fixed (byte* pointer = text)
            result = api.CompileIntoSpv(compiler, pointer, (nuint)text.Length, ShaderKind.ComputeShader, file, "main", options);
        try
        {
            var status = api.ResultGetCompilationStatus(result);
            var words = new ReadOnlySpan<uint>(api.ResultGetBytes(result), (int)api.ResultGetLength(result) / 4).ToArray();
            return new(status, status == CompilationStatus.Success ? words : [], api.ResultGetErrorMessageS(result),
                api.ResultGetNumErrors(result), api.ResultGetNumWarnings(result));
        }
        finally
        {
            api.ResultRelease(result);
            api.CompileOptionsRelease(options);
            api.CompilerRelease(compiler);
        }
    }

    internal static string Doubling(string factor = "2.0") => $$"""
        #version 450
        layout(local_size_x = 64) in;
        layout(set = 0, binding = 0) buffer Values { float values[]; };
        float scale(float x) { float unused = x * 3.0; return x * {{factor}}; }
        void main() { values[gl_GlobalInvocationID.x] = scale(values[gl_GlobalInvocationID.x]); }
        """;
}
