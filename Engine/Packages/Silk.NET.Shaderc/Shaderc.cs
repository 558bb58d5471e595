// The compiler and its options: creation, release and settings.
using Silk.NET.Core;
using Silk.NET.Core.Contexts;
using Silk.NET.Core.Native;

namespace Silk.NET.Shaderc;

/// <summary>
/// The C API of shaderc. Whoever receives a compiler, options or a result releases it.
/// One compiler may be used by several threads; options while they are changed may not.
/// </summary>
public unsafe partial class Shaderc(INativeContext ctx) : NativeAPI(ctx)
{
    private readonly INativeContext context = ctx;

    /// <summary>Loads the shader compiler; the first call on a machine may link it, under a second.</summary>
    /// <exception cref="FileNotFoundException">It is not installed; the message names what to install.</exception>
    public static Shaderc GetApi() => new(new ShadercContext(ShadercLibrary.Load()));

    public override bool IsExtensionPresent(string extension) => throw new NotImplementedException("shaderc has no extensions");

    public Compiler* CompilerInitialize() =>
        ((delegate* unmanaged[Cdecl]<Compiler*>)Load("shaderc_compiler_initialize"))();

    public void CompilerRelease(Compiler* arg0) =>
        ((delegate* unmanaged[Cdecl]<Compiler*, void>)Load("shaderc_compiler_release"))(arg0);

    public CompileOptions* CompileOptionsInitialize() =>
        ((delegate* unmanaged[Cdecl]<CompileOptions*>)Load("shaderc_compile_options_initialize"))();

    public CompileOptions* CompileOptionsClone(CompileOptions* options) =>
        ((delegate* unmanaged[Cdecl]<CompileOptions*, CompileOptions*>)Load("shaderc_compile_options_clone"))(options);

    public void CompileOptionsRelease(CompileOptions* options) =>
        ((delegate* unmanaged[Cdecl]<CompileOptions*, void>)Load("shaderc_compile_options_release"))(options);

    public void CompileOptionsSetSourceLanguage(CompileOptions* options, SourceLanguage lang) =>
        ((delegate* unmanaged[Cdecl]<CompileOptions*, SourceLanguage, void>)Load("shaderc_compile_options_set_source_language"))(options, lang);

    public void CompileOptionsSetGenerateDebugInfo(CompileOptions* options) =>
        ((delegate* unmanaged[Cdecl]<CompileOptions*, void>)Load("shaderc_compile_options_set_generate_debug_info"))(options);

    public void CompileOptionsSetOptimizationLevel(CompileOptions* options, OptimizationLevel level) =>
        ((delegate* unmanaged[Cdecl]<CompileOptions*, OptimizationLevel, void>)Load("shaderc_compile_options_set_optimization_level"))(
            options, level);

    public void CompileOptionsSetForcedVersionProfile(CompileOptions* options, int version, Profile profile) =>
        ((delegate* unmanaged[Cdecl]<CompileOptions*, int, Profile, void>)Load("shaderc_compile_options_set_forced_version_profile"))(
            options, version, profile);

    public void CompileOptionsSetIncludeCallbacks(
        CompileOptions* options, PfnIncludeResolveFn resolver, PfnIncludeResultReleaseFn result_releaser, void* user_data) =>
        ((delegate* unmanaged[Cdecl]<CompileOptions*, nint, nint, void*, void>)Load("shaderc_compile_options_set_include_callbacks"))(
            options, resolver, result_releaser, user_data);

    public void CompileOptionsSetSuppressWarnings(CompileOptions* options) =>
        ((delegate* unmanaged[Cdecl]<CompileOptions*, void>)Load("shaderc_compile_options_set_suppress_warnings"))(options);

    public void CompileOptionsSetTargetEnv(CompileOptions* options, TargetEnv target, uint version) =>
        ((delegate* unmanaged[Cdecl]<CompileOptions*, TargetEnv, uint, void>)Load("shaderc_compile_options_set_target_env"))(
            options, target, version);

    public void CompileOptionsSetTargetSpirv(CompileOptions* options, SpirvVersion version) =>
        ((delegate* unmanaged[Cdecl]<CompileOptions*, SpirvVersion, void>)Load("shaderc_compile_options_set_target_spirv"))(options, version);

    public void CompileOptionsSetWarningsAsErrors(CompileOptions* options) =>
        ((delegate* unmanaged[Cdecl]<CompileOptions*, void>)Load("shaderc_compile_options_set_warnings_as_errors"))(options);

    public void CompileOptionsSetLimit(CompileOptions* options, Limit limit, int value) =>
        ((delegate* unmanaged[Cdecl]<CompileOptions*, Limit, int, void>)Load("shaderc_compile_options_set_limit"))(options, limit, value);

    public void CompileOptionsSetBindingBase(CompileOptions* options, UniformKind kind, uint @base) =>
        ((delegate* unmanaged[Cdecl]<CompileOptions*, UniformKind, uint, void>)Load("shaderc_compile_options_set_binding_base"))(
            options, kind, @base);

    public void CompileOptionsSetBindingBaseForStage(CompileOptions* options, ShaderKind shader_kind, UniformKind kind, uint @base) =>
        ((delegate* unmanaged[Cdecl]<CompileOptions*, ShaderKind, UniformKind, uint, void>)
            Load("shaderc_compile_options_set_binding_base_for_stage"))(options, shader_kind, kind, @base);

    public void CompileOptionsSetAutoBindUniforms(CompileOptions* options, Bool32 enable) =>
        Switch("shaderc_compile_options_set_auto_bind_uniforms", options, enable);

    public void CompileOptionsSetAutoCombinedImageSampler(CompileOptions* options, Bool32 enable) =>
        Switch("shaderc_compile_options_set_auto_combined_image_sampler", options, enable);

    public void CompileOptionsSetHlslIoMapping(CompileOptions* options, Bool32 enable) =>
        Switch("shaderc_compile_options_set_hlsl_io_mapping", options, enable);

    public void CompileOptionsSetHlslOffsets(CompileOptions* options, Bool32 enable) =>
        Switch("shaderc_compile_options_set_hlsl_offsets", options, enable);

    public void CompileOptionsSetPreserveBindings(CompileOptions* options, Bool32 enable) =>
        Switch("shaderc_compile_options_set_preserve_bindings", options, enable);

    public void CompileOptionsSetAutoMapLocations(CompileOptions* options, Bool32 enable) =>
        Switch("shaderc_compile_options_set_auto_map_locations", options, enable);

    public void CompileOptionsSetHlslFunctionality1(CompileOptions* options, Bool32 enable) =>
        Switch("shaderc_compile_options_set_hlsl_functionality1", options, enable);

    public void CompileOptionsSetHlsl16bitTypes(CompileOptions* options, Bool32 enable) =>
        Switch("shaderc_compile_options_set_hlsl_16bit_types", options, enable);

    public void CompileOptionsSetVulkanRulesRelaxed(CompileOptions* options, Bool32 enable) =>
        Switch("shaderc_compile_options_set_vulkan_rules_relaxed", options, enable);

    public void CompileOptionsSetInvertY(CompileOptions* options, Bool32 enable) => Switch("shaderc_compile_options_set_invert_y", options, enable);

    public void CompileOptionsSetNanClamp(CompileOptions* options, Bool32 enable) => Switch("shaderc_compile_options_set_nan_clamp", options, enable);

    // C's bool is one byte.
    private void Switch(string function, CompileOptions* options, bool enable) =>
        ((delegate* unmanaged[Cdecl]<CompileOptions*, byte, void>)Load(function))(options, enable ? (byte)1 : (byte)0);

    protected override IVTable CreateVTable() => new NativeTable(context);
}
