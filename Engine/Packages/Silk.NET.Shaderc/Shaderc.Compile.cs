// Compilation, and macros: every call that takes text, with each text as UTF-8 bytes or as a string.
namespace Silk.NET.Shaderc;

// Lengths are UTF-8 bytes without terminator: string.Length is right for ASCII only.
public unsafe partial class Shaderc
{
    public CompilationResult* CompileIntoSpv(
        Compiler* compiler, byte* source_text, nuint source_text_size, ShaderKind shader_kind,
        byte* input_file_name, byte* entry_point_name, CompileOptions* additional_options) =>
        Compile(
            "shaderc_compile_into_spv", compiler, source_text, source_text_size, shader_kind, input_file_name, entry_point_name, additional_options);

    public CompilationResult* CompileIntoSpv(
        Compiler* compiler, string source_text, nuint source_text_size, ShaderKind shader_kind,
        byte* input_file_name, byte* entry_point_name, CompileOptions* additional_options)
    {
        using var source = new Utf8Text(source_text);
        return CompileIntoSpv(compiler, source.Pointer, source_text_size, shader_kind, input_file_name, entry_point_name, additional_options);
    }

    public CompilationResult* CompileIntoSpv(
        Compiler* compiler, byte* source_text, nuint source_text_size, ShaderKind shader_kind,
        string input_file_name, byte* entry_point_name, CompileOptions* additional_options)
    {
        using var file = new Utf8Text(input_file_name);
        return CompileIntoSpv(compiler, source_text, source_text_size, shader_kind, file.Pointer, entry_point_name, additional_options);
    }

    public CompilationResult* CompileIntoSpv(
        Compiler* compiler, string source_text, nuint source_text_size, ShaderKind shader_kind,
        string input_file_name, byte* entry_point_name, CompileOptions* additional_options)
    {
        using var source = new Utf8Text(source_text);
        using var file = new Utf8Text(input_file_name);
        return CompileIntoSpv(compiler, source.Pointer, source_text_size, shader_kind, file.Pointer, entry_point_name, additional_options);
    }

    public CompilationResult* CompileIntoSpv(
        Compiler* compiler, byte* source_text, nuint source_text_size, ShaderKind shader_kind,
        byte* input_file_name, string entry_point_name, CompileOptions* additional_options)
    {
        using var entry = new Utf8Text(entry_point_name);
        return CompileIntoSpv(compiler, source_text, source_text_size, shader_kind, input_file_name, entry.Pointer, additional_options);
    }

    public CompilationResult* CompileIntoSpv(
        Compiler* compiler, string source_text, nuint source_text_size, ShaderKind shader_kind,
        byte* input_file_name, string entry_point_name, CompileOptions* additional_options)
    {
        using var source = new Utf8Text(source_text);
        using var entry = new Utf8Text(entry_point_name);
        return CompileIntoSpv(compiler, source.Pointer, source_text_size, shader_kind, input_file_name, entry.Pointer, additional_options);
    }

    public CompilationResult* CompileIntoSpv(
        Compiler* compiler, byte* source_text, nuint source_text_size, ShaderKind shader_kind,
        string input_file_name, string entry_point_name, CompileOptions* additional_options)
    {
        using var file = new Utf8Text(input_file_name);
        using var entry = new Utf8Text(entry_point_name);
        return CompileIntoSpv(compiler, source_text, source_text_size, shader_kind, file.Pointer, entry.Pointer, additional_options);
    }

    public CompilationResult* CompileIntoSpv(
        Compiler* compiler, string source_text, nuint source_text_size, ShaderKind shader_kind,
        string input_file_name, string entry_point_name, CompileOptions* additional_options)
    {
        using var source = new Utf8Text(source_text);
        using var file = new Utf8Text(input_file_name);
        using var entry = new Utf8Text(entry_point_name);
        return CompileIntoSpv(compiler, source.Pointer, source_text_size, shader_kind, file.Pointer, entry.Pointer, additional_options);
    }

    public CompilationResult* CompileIntoSpvAssembly(
        Compiler* compiler, byte* source_text, nuint source_text_size, ShaderKind shader_kind,
        byte* input_file_name, byte* entry_point_name, CompileOptions* additional_options) =>
        Compile(
            "shaderc_compile_into_spv_assembly", compiler, source_text, source_text_size, shader_kind,
            input_file_name, entry_point_name, additional_options);

    public CompilationResult* CompileIntoSpvAssembly(
        Compiler* compiler, string source_text, nuint source_text_size, ShaderKind shader_kind,
        byte* input_file_name, byte* entry_point_name, CompileOptions* additional_options)
    {
        using var source = new Utf8Text(source_text);
        return CompileIntoSpvAssembly(compiler, source.Pointer, source_text_size, shader_kind, input_file_name, entry_point_name, additional_options);
    }

    public CompilationResult* CompileIntoSpvAssembly(
        Compiler* compiler, byte* source_text, nuint source_text_size, ShaderKind shader_kind,
        string input_file_name, byte* entry_point_name, CompileOptions* additional_options)
    {
        using var file = new Utf8Text(input_file_name);
        return CompileIntoSpvAssembly(compiler, source_text, source_text_size, shader_kind, file.Pointer, entry_point_name, additional_options);
    }

    public CompilationResult* CompileIntoSpvAssembly(
        Compiler* compiler, string source_text, nuint source_text_size, ShaderKind shader_kind,
        string input_file_name, byte* entry_point_name, CompileOptions* additional_options)
    {
        using var source = new Utf8Text(source_text);
        using var file = new Utf8Text(input_file_name);
        return CompileIntoSpvAssembly(compiler, source.Pointer, source_text_size, shader_kind, file.Pointer, entry_point_name, additional_options);
    }

    public CompilationResult* CompileIntoSpvAssembly(
        Compiler* compiler, byte* source_text, nuint source_text_size, ShaderKind shader_kind,
        byte* input_file_name, string entry_point_name, CompileOptions* additional_options)
    {
        using var entry = new Utf8Text(entry_point_name);
        return CompileIntoSpvAssembly(compiler, source_text, source_text_size, shader_kind, input_file_name, entry.Pointer, additional_options);
    }

    public CompilationResult* CompileIntoSpvAssembly(
        Compiler* compiler, string source_text, nuint source_text_size, ShaderKind shader_kind,
        byte* input_file_name, string entry_point_name, CompileOptions* additional_options)
    {
        using var source = new Utf8Text(source_text);
        using var entry = new Utf8Text(entry_point_name);
        return CompileIntoSpvAssembly(compiler, source.Pointer, source_text_size, shader_kind, input_file_name, entry.Pointer, additional_options);
    }

    public CompilationResult* CompileIntoSpvAssembly(
        Compiler* compiler, byte* source_text, nuint source_text_size, ShaderKind shader_kind,
        string input_file_name, string entry_point_name, CompileOptions* additional_options)
    {
        using var file = new Utf8Text(input_file_name);
        using var entry = new Utf8Text(entry_point_name);
        return CompileIntoSpvAssembly(compiler, source_text, source_text_size, shader_kind, file.Pointer, entry.Pointer, additional_options);
    }

    public CompilationResult* CompileIntoSpvAssembly(
        Compiler* compiler, string source_text, nuint source_text_size, ShaderKind shader_kind,
        string input_file_name, string entry_point_name, CompileOptions* additional_options)
    {
        using var source = new Utf8Text(source_text);
        using var file = new Utf8Text(input_file_name);
        using var entry = new Utf8Text(entry_point_name);
        return CompileIntoSpvAssembly(compiler, source.Pointer, source_text_size, shader_kind, file.Pointer, entry.Pointer, additional_options);
    }

    public CompilationResult* CompileIntoPreprocessedText(
        Compiler* compiler, byte* source_text, nuint source_text_size, ShaderKind shader_kind,
        byte* input_file_name, byte* entry_point_name, CompileOptions* additional_options) =>
        Compile(
            "shaderc_compile_into_preprocessed_text", compiler, source_text, source_text_size, shader_kind,
            input_file_name, entry_point_name, additional_options);

    public CompilationResult* CompileIntoPreprocessedText(
        Compiler* compiler, string source_text, nuint source_text_size, ShaderKind shader_kind,
        byte* input_file_name, byte* entry_point_name, CompileOptions* additional_options)
    {
        using var source = new Utf8Text(source_text);
        return CompileIntoPreprocessedText(
            compiler, source.Pointer, source_text_size, shader_kind, input_file_name, entry_point_name, additional_options);
    }

    public CompilationResult* CompileIntoPreprocessedText(
        Compiler* compiler, byte* source_text, nuint source_text_size, ShaderKind shader_kind,
        string input_file_name, byte* entry_point_name, CompileOptions* additional_options)
    {
        using var file = new Utf8Text(input_file_name);
        return CompileIntoPreprocessedText(compiler, source_text, source_text_size, shader_kind, file.Pointer, entry_point_name, additional_options);
    }

    public CompilationResult* CompileIntoPreprocessedText(
        Compiler* compiler, string source_text, nuint source_text_size, ShaderKind shader_kind,
        string input_file_name, byte* entry_point_name, CompileOptions* additional_options)
    {
        using var source = new Utf8Text(source_text);
        using var file = new Utf8Text(input_file_name);
        return CompileIntoPreprocessedText(
            compiler, source.Pointer, source_text_size, shader_kind, file.Pointer, entry_point_name, additional_options);
    }

    public CompilationResult* CompileIntoPreprocessedText(
        Compiler* compiler, byte* source_text, nuint source_text_size, ShaderKind shader_kind,
        byte* input_file_name, string entry_point_name, CompileOptions* additional_options)
    {
        using var entry = new Utf8Text(entry_point_name);
        return CompileIntoPreprocessedText(compiler, source_text, source_text_size, shader_kind, input_file_name, entry.Pointer, additional_options);
    }

    public CompilationResult* CompileIntoPreprocessedText(
        Compiler* compiler, string source_text, nuint source_text_size, ShaderKind shader_kind,
        byte* input_file_name, string entry_point_name, CompileOptions* additional_options)
    {
        using var source = new Utf8Text(source_text);
        using var entry = new Utf8Text(entry_point_name);
        return CompileIntoPreprocessedText(
            compiler, source.Pointer, source_text_size, shader_kind, input_file_name, entry.Pointer, additional_options);
    }

    public CompilationResult* CompileIntoPreprocessedText(
        Compiler* compiler, byte* source_text, nuint source_text_size, ShaderKind shader_kind,
        string input_file_name, string entry_point_name, CompileOptions* additional_options)
    {
        using var file = new Utf8Text(input_file_name);
        using var entry = new Utf8Text(entry_point_name);
        return CompileIntoPreprocessedText(compiler, source_text, source_text_size, shader_kind, file.Pointer, entry.Pointer, additional_options);
    }

    public CompilationResult* CompileIntoPreprocessedText(
        Compiler* compiler, string source_text, nuint source_text_size, ShaderKind shader_kind,
        string input_file_name, string entry_point_name, CompileOptions* additional_options)
    {
        using var source = new Utf8Text(source_text);
        using var file = new Utf8Text(input_file_name);
        using var entry = new Utf8Text(entry_point_name);
        return CompileIntoPreprocessedText(compiler, source.Pointer, source_text_size, shader_kind, file.Pointer, entry.Pointer, additional_options);
    }

    private CompilationResult* Compile(
        string function, Compiler* compiler, byte* text, nuint size, ShaderKind kind, byte* file, byte* entry, CompileOptions* options) =>
        ((delegate* unmanaged[Cdecl]<Compiler*, byte*, nuint, ShaderKind, byte*, byte*, CompileOptions*, CompilationResult*>)Load(function))(
            compiler, text, size, kind, file, entry, options);
}
