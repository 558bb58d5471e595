// Macros, assembly, results, and what the library says about itself.
using System.Runtime.InteropServices;
using Silk.NET.Core;

namespace Silk.NET.Shaderc;

// A result's bytes and message belong to it and end with its release.
public unsafe partial class Shaderc
{
    public void CompileOptionsAddMacroDefinition(CompileOptions* options, byte* name, nuint name_length, byte* value, nuint value_length) =>
        ((delegate* unmanaged[Cdecl]<CompileOptions*, byte*, nuint, byte*, nuint, void>)Load("shaderc_compile_options_add_macro_definition"))(
            options, name, name_length, value, value_length);

    public void CompileOptionsAddMacroDefinition(CompileOptions* options, string name, nuint name_length, string value, nuint value_length)
    {
        using var nameText = new Utf8Text(name);
        using var valueText = new Utf8Text(value);
        CompileOptionsAddMacroDefinition(options, nameText.Pointer, name_length, valueText.Pointer, value_length);
    }

    public void CompileOptionsAddMacroDefinition(CompileOptions* options, string name, nuint name_length, byte* value, nuint value_length)
    {
        using var nameText = new Utf8Text(name);
        CompileOptionsAddMacroDefinition(options, nameText.Pointer, name_length, value, value_length);
    }

    public void CompileOptionsAddMacroDefinition(CompileOptions* options, byte* name, nuint name_length, string value, nuint value_length)
    {
        using var valueText = new Utf8Text(value);
        CompileOptionsAddMacroDefinition(options, name, name_length, valueText.Pointer, value_length);
    }

    public CompilationResult* AssembleIntoSpv(
        Compiler* compiler, byte* source_assembly, nuint source_assembly_size, CompileOptions* additional_options) =>
        ((delegate* unmanaged[Cdecl]<Compiler*, byte*, nuint, CompileOptions*, CompilationResult*>)Load("shaderc_assemble_into_spv"))(
            compiler, source_assembly, source_assembly_size, additional_options);

    public CompilationResult* AssembleIntoSpv(
        Compiler* compiler, string source_assembly, nuint source_assembly_size, CompileOptions* additional_options)
    {
        using var text = new Utf8Text(source_assembly);
        return AssembleIntoSpv(compiler, text.Pointer, source_assembly_size, additional_options);
    }

    public void ResultRelease(CompilationResult* result) =>
        ((delegate* unmanaged[Cdecl]<CompilationResult*, void>)Load("shaderc_result_release"))(result);

    public nuint ResultGetLength(CompilationResult* result) =>
        ((delegate* unmanaged[Cdecl]<CompilationResult*, nuint>)Load("shaderc_result_get_length"))(result);

    public nuint ResultGetNumWarnings(CompilationResult* result) =>
        ((delegate* unmanaged[Cdecl]<CompilationResult*, nuint>)Load("shaderc_result_get_num_warnings"))(result);

    public nuint ResultGetNumErrors(CompilationResult* result) =>
        ((delegate* unmanaged[Cdecl]<CompilationResult*, nuint>)Load("shaderc_result_get_num_errors"))(result);

    public CompilationStatus ResultGetCompilationStatus(CompilationResult* arg0) =>
        ((delegate* unmanaged[Cdecl]<CompilationResult*, CompilationStatus>)Load("shaderc_result_get_compilation_status"))(arg0);

    public byte* ResultGetBytes(CompilationResult* result) =>
        ((delegate* unmanaged[Cdecl]<CompilationResult*, byte*>)Load("shaderc_result_get_bytes"))(result);

    /// <summary>Text output (assembly or preprocessed source) only: SPIR-V contains zero bytes.</summary>
    public string ResultGetBytesS(CompilationResult* result) => Marshal.PtrToStringUTF8((nint)ResultGetBytes(result)) ?? "";

    public byte* ResultGetErrorMessage(CompilationResult* result) =>
        ((delegate* unmanaged[Cdecl]<CompilationResult*, byte*>)Load("shaderc_result_get_error_message"))(result);

    public string ResultGetErrorMessageS(CompilationResult* result) => Marshal.PtrToStringUTF8((nint)ResultGetErrorMessage(result)) ?? "";

    public void GetSpvVersion(uint* version, uint* revision) =>
        ((delegate* unmanaged[Cdecl]<uint*, uint*, void>)Load("shaderc_get_spv_version"))(version, revision);

    public void GetSpvVersion(ref uint version, ref uint revision)
    {
        fixed (uint* v = &version, r = &revision)
            GetSpvVersion(v, r);
    }

    public Bool32 ParseVersionProfile(byte* str, int* version, Profile* profile) =>
        ((delegate* unmanaged[Cdecl]<byte*, int*, Profile*, byte>)Load("shaderc_parse_version_profile"))(str, version, profile) != 0;

    public Bool32 ParseVersionProfile(string str, int* version, Profile* profile)
    {
        using var text = new Utf8Text(str);
        return ParseVersionProfile(text.Pointer, version, profile);
    }

    public Bool32 ParseVersionProfile(string str, ref int version, ref Profile profile)
    {
        fixed (int* v = &version)
        fixed (Profile* p = &profile)
            return ParseVersionProfile(str, v, p);
    }
}
