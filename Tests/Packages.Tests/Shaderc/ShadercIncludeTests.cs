// Includes by callbacks: nested files, errors, and every resolved include released exactly once.
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Text;
using Silk.NET.Shaderc;

namespace Packages.Tests;

public unsafe class ShadercIncludeTests
{
    private const string Main =
        "#version 450\n#include \"outer.glsl\"\nlayout(binding = 0) buffer V { float v[]; };\nvoid main() { v[0] = inner(1.0); }\n";

    private sealed class Files(Dictionary<string, string> texts)
    {
        internal readonly List<(string Requested, IncludeType Type, string Requesting, nuint Depth)> Requests = [];
        internal int Released;

        internal IncludeResult* Resolve(void* user, byte* requested, int type, byte* requesting, nuint depth)
        {
            var name = Marshal.PtrToStringUTF8((nint)requested)!;
            Requests.Add((name, (IncludeType)type, Marshal.PtrToStringUTF8((nint)requesting)!, depth));
            var known = texts.TryGetValue(name, out var text);
            text ??= $"no file named {name} among the test's";
            var result = (IncludeResult*)NativeMemory.Alloc((nuint)sizeof(IncludeResult));
            *result = new IncludeResult(
                (byte*)Marshal.StringToCoTaskMemUTF8(known ? name : ""), known ? (nuint)Encoding.UTF8.GetByteCount(name) : 0,
                (byte*)Marshal.StringToCoTaskMemUTF8(text), (nuint)Encoding.UTF8.GetByteCount(text));
            return result;
        }

        internal void Release(void* user, IncludeResult* result)
        {
            Marshal.FreeCoTaskMem((nint)result->SourceName);
            Marshal.FreeCoTaskMem((nint)result->Content);
            NativeMemory.Free(result);
            Released++;
        }
    }

    private static ShaderOutcome Compile(Files files)
    {
        using var resolve = new PfnIncludeResolveFn(files.Resolve);
        using var release = new PfnIncludeResultReleaseFn(files.Release);
        return ShaderSource.Compile(Main, "dir/main.comp", (api, options) => api.CompileOptionsSetIncludeCallbacks(options, resolve, release, null));
    }

    [Test]
    public void Nested_includes_resolve_and_are_released()
    {
        var files = new Files(new()
        {
            ["outer.glsl"] = "#extension GL_GOOGLE_include_directive : require\n#include <inner.glsl>\n",
            ["inner.glsl"] = "float inner(float x) { return x + 1.0; } // größer\n",
        });
        var made = Compile(files);
        Assert.That(made.Status, Is.EqualTo(CompilationStatus.Success), made.Message);
        Assert.That(files.Requests, Is.EqualTo([
            ("outer.glsl", IncludeType.Relative, "dir/main.comp", (nuint)1),
            ("inner.glsl", IncludeType.Standard, "outer.glsl", (nuint)2),
        ]));
        Assert.That(files.Released, Is.EqualTo(2));
    }

    [Test]
    public void Error_inside_an_include_names_that_file_and_line()
    {
        var files = new Files(new() { ["outer.glsl"] = "\nfloat inner(float x) { return y; }\n" });
        var made = Compile(files);
        Assert.That(made.Status, Is.EqualTo(CompilationStatus.CompilationError));
        Assert.That(made.Message, Does.Contain("outer.glsl:2:").And.Contain("'y'"));
    }

    [Test]
    public void Unresolved_include_is_an_error_with_the_callbacks_words()
    {
        var files = new Files([]);
        var made = Compile(files);
        Assert.That(made.Status, Is.EqualTo(CompilationStatus.CompilationError));
        Assert.That(made.Message, Does.Contain("main.comp:2:").And.Contain("no file named outer.glsl"));
        Assert.That(files.Released, Is.EqualTo(files.Requests.Count).And.Positive);
    }

    [Test]
    public void Function_pointers_serve_as_callbacks_and_carry_user_data()
    {
        var files = new Files(new() { ["outer.glsl"] = "float inner(float x) { return x; }\n" });
        var handle = GCHandle.Alloc(files);
        var made = ShaderSource.Compile(Main, configure: (api, options) =>
            api.CompileOptionsSetIncludeCallbacks(
                options, new PfnIncludeResolveFn(&ResolveNative), new PfnIncludeResultReleaseFn(&ReleaseNative), (void*)GCHandle.ToIntPtr(handle)));
        handle.Free();
        Assert.That(made.Status, Is.EqualTo(CompilationStatus.Success), made.Message);
        Assert.That(files.Released, Is.EqualTo(1));
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static IncludeResult* ResolveNative(void* user, byte* requested, int type, byte* requesting, nuint depth) =>
        ((Files)GCHandle.FromIntPtr((nint)user).Target!).Resolve(user, requested, type, requesting, depth);

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static void ReleaseNative(void* user, IncludeResult* result) =>
        ((Files)GCHandle.FromIntPtr((nint)user).Target!).Release(user, result);
}
