// What the shader compiler's stand-in must do: SPIR-V, errors, macros, optimization, text output.
using System.Text;
using Silk.NET.Shaderc;
using ShadercApi = Silk.NET.Shaderc.Shaderc;

namespace Packages.Tests;

public unsafe class ShadercTests
{
    [Test]
    public void Compute_shader_becomes_SPIRV_of_the_asked_version()
    {
        var made = ShaderSource.Compile(ShaderSource.Doubling());
        Assert.That(made.Status, Is.EqualTo(CompilationStatus.Success), made.Message);
        Assert.That(made.Words[0], Is.EqualTo(ShaderSource.SpirvMagic));
        Assert.That(made.Words[1], Is.EqualTo((uint)SpirvVersion.Shaderc16));
        Assert.That(made.Errors, Is.EqualTo((nuint)0));
        Assert.That(made.Message, Is.Empty);
    }

    [TestCase(SpirvVersion.Shaderc10, EnvVersion.Vulkan10, 0x010000u)]
    [TestCase(SpirvVersion.Shaderc13, EnvVersion.Vulkan11, 0x010300u)]
    [TestCase(SpirvVersion.Shaderc15, EnvVersion.Vulkan12, 0x010500u)]
    public void Target_version_reaches_the_header(SpirvVersion spirv, EnvVersion environment, uint word)
    {
        var made = ShaderSource.Compile(ShaderSource.Doubling(), configure: (api, options) =>
        {
            api.CompileOptionsSetTargetEnv(options, TargetEnv.Vulkan, (uint)environment);
            api.CompileOptionsSetTargetSpirv(options, spirv);
        });
        Assert.That(made.Words[1], Is.EqualTo(word));
    }

    [Test]
    public void Compile_error_names_file_and_line_and_the_offending_text()
    {
        var source = ShaderSource.Doubling().Replace("scale(values", "skale(values");
        var made = ShaderSource.Compile(source, "Cnn/broken.comp");
        Assert.That(made.Status, Is.EqualTo(CompilationStatus.CompilationError));
        Assert.That(made.Message, Does.Contain("Cnn/broken.comp:5:").And.Contain("skale"));
        Assert.That(made.Errors, Is.GreaterThan((nuint)0));
    }

    [Test]
    public void Macro_replaces_text_and_its_absence_is_an_error()
    {
        var without = ShaderSource.Compile(ShaderSource.Doubling("FACTOR"));
        Assert.That(without.Message, Does.Contain("FACTOR"));
        var with = ShaderSource.Compile(ShaderSource.Doubling("FACTOR"), configure: (api, options) =>
            api.CompileOptionsAddMacroDefinition(options, "FACTOR", 6, "2.0", 3));
        var literal = ShaderSource.Compile(ShaderSource.Doubling("2.0"));
        Assert.That(with.Words, Is.EqualTo(literal.Words));
    }

    [Test]
    public void Macro_lengths_count_and_not_the_terminators()
    {
        var cut = ShaderSource.Compile(ShaderSource.Doubling("FACTOR"), configure: (api, options) =>
            api.CompileOptionsAddMacroDefinition(options, "FACTORY", 6, "2.0garbage", 3));
        Assert.That(cut.Status, Is.EqualTo(CompilationStatus.Success), cut.Message);
    }

    [Test]
    public void Optimization_makes_the_words_fewer()
    {
        int Words(OptimizationLevel level) => ShaderSource.Compile(ShaderSource.Doubling(), configure: (api, options) =>
            api.CompileOptionsSetOptimizationLevel(options, level)).Words.Length;
        int[] sizes = [.. Enum.GetValues<OptimizationLevel>().Select(Words)];
        Assert.That(sizes[(int)OptimizationLevel.Size], Is.LessThan(sizes[(int)OptimizationLevel.Zero]));
        Assert.That(sizes[(int)OptimizationLevel.Performance], Is.LessThan(sizes[(int)OptimizationLevel.Zero]));
    }

    [Test]
    public void Boolean_options_reach_the_compiler()
    {
        const string unbound = "#version 450\nbuffer Values { float values[]; };\nvoid main() { values[0] = 1.0; }\n";
        Assert.That(ShaderSource.Compile(unbound).Status, Is.EqualTo(CompilationStatus.CompilationError));
        var bound = ShaderSource.Compile(unbound, configure: (api, options) => api.CompileOptionsSetAutoBindUniforms(options, true));
        Assert.That(bound.Status, Is.EqualTo(CompilationStatus.Success), bound.Message);
    }

    [Test]
    public void Warnings_are_counted_and_can_be_errors()
    {
        const string warned = "#version 450\n#extension GL_EXT_no_such_thing : enable\nvoid main() { }\n";
        var made = ShaderSource.Compile(warned);
        Assert.That(made.Status, Is.EqualTo(CompilationStatus.Success), made.Message);
        Assert.That(made.Warnings, Is.EqualTo((nuint)1));
        Assert.That(made.Message, Does.Contain("GL_EXT_no_such_thing"));
        var strict = ShaderSource.Compile(warned, configure: (api, options) => api.CompileOptionsSetWarningsAsErrors(options));
        Assert.That(strict.Status, Is.EqualTo(CompilationStatus.CompilationError));
    }

    [Test]
    public void Assembly_text_round_trips_through_the_assembler()
    {
        using var api = ShadercApi.GetApi();
        var compiler = api.CompilerInitialize();
        var source = ShaderSource.Doubling();
        var text = api.CompileIntoSpvAssembly(
            compiler, source, (nuint)source.Length, ShaderKind.ComputeShader, "a.comp", "main", null);
        var direct = api.CompileIntoSpv(compiler, source, (nuint)source.Length, ShaderKind.ComputeShader, "a.comp", "main", null);
        var assembly = api.ResultGetBytesS(text);
        var words = api.AssembleIntoSpv(compiler, assembly, (nuint)Encoding.UTF8.GetByteCount(assembly), null);
        Assert.That(assembly, Does.Contain("OpEntryPoint GLCompute"));
        Assert.That(api.ResultGetCompilationStatus(words), Is.EqualTo(CompilationStatus.Success), api.ResultGetErrorMessageS(words));
        Assert.That(api.ResultGetLength(words), Is.EqualTo(api.ResultGetLength(direct)));
        Assert.That(*(uint*)api.ResultGetBytes(words), Is.EqualTo(ShaderSource.SpirvMagic));
        api.ResultRelease(words);
        api.ResultRelease(direct);
        api.ResultRelease(text);
        api.CompilerRelease(compiler);
    }

    [Test]
    public void Preprocessed_text_has_its_macros_replaced()
    {
        using var api = ShadercApi.GetApi();
        var compiler = api.CompilerInitialize();
        var options = api.CompileOptionsInitialize();
        api.CompileOptionsAddMacroDefinition(options, "TILE", 4, "17", 2);
        const string source = "#version 450\nint tile = TILE; // Größe\nvoid main() { }\n";
        var result = api.CompileIntoPreprocessedText(
            compiler, source, (nuint)Encoding.UTF8.GetByteCount(source), ShaderKind.ComputeShader, "a.comp", "main", options);
        Assert.That(api.ResultGetBytesS(result), Does.Contain("int tile = 17"));
        api.ResultRelease(result);
        api.CompileOptionsRelease(options);
        api.CompilerRelease(compiler);
    }

    [Test]
    public void Version_queries_answer()
    {
        using var api = ShadercApi.GetApi();
        uint version = 0, revision = 0;
        api.GetSpvVersion(ref version, ref revision);
        Assert.That(version, Is.GreaterThanOrEqualTo((uint)SpirvVersion.Shaderc15));
        var number = 0;
        Profile profile = default;
        Assert.That((bool)api.ParseVersionProfile("450core", ref number, ref profile), Is.True);
        Assert.That((number, profile), Is.EqualTo((450, Profile.Core)));
        Assert.That((bool)api.ParseVersionProfile("nonsense", ref number, ref profile), Is.False);
    }

    [Test]
    public void One_compiler_serves_several_threads()
    {
        var expected = ShaderSource.Compile(ShaderSource.Doubling()).Words;
        var outcomes = new ShaderOutcome[8];
        Parallel.For(0, outcomes.Length, i => outcomes[i] = ShaderSource.Compile(ShaderSource.Doubling()));
        Assert.That(outcomes.Select(o => o.Words), Is.All.EqualTo(expected));
    }

    [Test]
    public void Names_follow_the_package()
    {
        Assert.That((int)ShaderKind.GlslComputeShader, Is.EqualTo((int)ShaderKind.ComputeShader));
        Assert.That((int)ShaderKind.GlslDefaultComputeShader, Is.EqualTo(9));
        Assert.That((int)ShaderKind.MeshShader, Is.EqualTo(27));
        Assert.That((uint)EnvVersion.Vulkan13, Is.EqualTo(0x403000u));
        Assert.That(() =>
        {
            using var api = ShadercApi.GetApi();
            api.IsExtensionPresent("x");
        }, Throws.TypeOf<NotImplementedException>());
    }
}
