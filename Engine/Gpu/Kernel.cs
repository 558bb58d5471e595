// A compute shader made into a pipeline for one choice of specialization constants.
using Silk.NET.Vulkan;

namespace Engine;

/// <summary>Owned and cached by its Gpu: the same path and constants are the same object.</summary>
public sealed unsafe class Kernel
{
    // Written as numbers: the enum's members are named differently across versions of the bindings.
    private const PipelineCreateFlags DispatchBase = (PipelineCreateFlags)0x10;

    /// <summary>Path below the shader folder, without extension: "Cnn/relu".</summary>
    public string Path { get; }
    /// <summary>Compiled with F16 defined: activations are stored as 16-bit floats.</summary>
    public bool Half { get; }
    /// <summary>In the <see cref="LargeForm"/>: bindings hold addresses, workgroups are counted from a base.</summary>
    public bool Large { get; }
    /// <summary>Invocations of one workgroup.</summary>
    public (uint X, uint Y, uint Z) LocalSize { get; }
    /// <summary>Bytes of push constants the shader declares.</summary>
    public int PushBytes => Layout.PushBytes;
    /// <summary>The bindings of set 0, ascending; passed by position.</summary>
    public IReadOnlyList<KernelBinding> Bindings => Layout.Bindings;

    internal readonly ShaderLayout Layout;
    internal readonly Pipeline Pipeline;
    internal readonly (int Id, uint Value)[] Constants;

    internal Kernel(
        Gpu gpu, string path, (bool Half, bool Large) form, byte[] spirv, SpirV reflected, ShaderLayout layout,
        ReadOnlySpan<(int Id, uint Value)> constants)
    {
        Path = path;
        (Half, Large) = form;
        Layout = layout;
        Constants = constants.ToArray();
        LocalSize = reflected.LocalSize(constants);
        foreach ((var id, _) in constants)
        {
            if (!reflected.Constants.ContainsKey(id))
            {
                var known = reflected.Constants.Count == 0 ? "none" : string.Join(", ", reflected.Constants.Keys);
                throw new ArgumentException($"{path} declares no constant_id {id}; it has {known}");
            }
        }
        if ((long)LocalSize.X * LocalSize.Y * LocalSize.Z > gpu.Info.MaxGroupThreads)
        {
            throw new GpuException($"{path} has workgroups of {LocalSize.X}x{LocalSize.Y}x{LocalSize.Z}, "
                + $"'{gpu.Info.Name}' allows {gpu.Info.MaxGroupThreads} invocations", "choose smaller tiles");
        }
        // Kernels are written for one subgroup size; where a driver may choose among several, it is told.
        var fix = gpu.Vulkan.MustFixSubgroupSize && reflected.UsesSubgroups && LocalSize.X % (uint)gpu.Info.SubgroupSize == 0;
        Pipeline = Create(gpu, reflected.Taken(spirv, constants), fix);
    }

    internal static void Name(VulkanDevice device, Pipeline pipeline, string path)
    {
        try
        {
            device.SetName(ObjectType.Pipeline, pipeline.Handle, path);
        }
        catch
        {
            device.Api.DestroyPipeline(device.Handle, pipeline, null);
            throw;
        }
    }

    private Pipeline Create(Gpu gpu, byte[] spirv, bool fixSubgroupSize)
    {
        var device = gpu.Vulkan;
        var module = CreateModule(device, spirv, Path);
        var entries = stackalloc SpecializationMapEntry[Constants.Length];
        var values = stackalloc uint[Constants.Length];
        for (var i = 0; i < Constants.Length; i++)
        {
            entries[i] = new() { ConstantID = (uint)Constants[i].Id, Offset = (uint)i * 4, Size = 4 };
            values[i] = Constants[i].Value;
        }
        var specialization = new SpecializationInfo
        {
            MapEntryCount = (uint)Constants.Length,
            PMapEntries = entries,
            DataSize = (nuint)Constants.Length * 4,
            PData = values,
        };
        var subgroups = new PipelineShaderStageRequiredSubgroupSizeCreateInfo
        {
            SType = StructureType.PipelineShaderStageRequiredSubgroupSizeCreateInfo,
            RequiredSubgroupSize = (uint)gpu.Info.SubgroupSize,
        };
        Pipeline pipeline;
        Result result;
        fixed (byte* entry = "main\0"u8)
        {
            var info = new ComputePipelineCreateInfo
            {
                SType = StructureType.ComputePipelineCreateInfo,
                Flags = DispatchBase,
                Layout = Layout.Pipeline,
                Stage = new()
                {
                    SType = StructureType.PipelineShaderStageCreateInfo,
                    PNext = fixSubgroupSize ? &subgroups : null,
                    Flags = fixSubgroupSize ? PipelineShaderStageCreateFlags.RequireFullSubgroupsBit : PipelineShaderStageCreateFlags.None,
                    Stage = ShaderStageFlags.ComputeBit,
                    Module = module,
                    PName = entry,
                    PSpecializationInfo = Constants.Length > 0 ? &specialization : null,
                },
            };
            result = device.Api.CreateComputePipelines(device.Handle, gpu.PipelineCache.Handle, 1, &info, null, &pipeline);
        }
        device.Api.DestroyShaderModule(device.Handle, module, null);
        GpuException.Check(result, "creating a compute pipeline");
        Name(device, pipeline, Path);
        return pipeline;
    }

    internal static ShaderModule CreateModule(VulkanDevice device, byte[] spirv, string name)
    {
        ShaderModule module;
        fixed (byte* code = spirv)
        {
            var info = new ShaderModuleCreateInfo
            {
                SType = StructureType.ShaderModuleCreateInfo,
                CodeSize = (nuint)spirv.Length,
                PCode = (uint*)code,
            };
            GpuException.Check(device.Api.CreateShaderModule(device.Handle, &info, null, &module), "creating a shader module");
        }
        try
        {
            device.SetName(ObjectType.ShaderModule, module.Handle, name);
        }
        catch
        {
            device.Api.DestroyShaderModule(device.Handle, module, null);
            throw;
        }
        return module;
    }

    /// <summary>Path, storage, constants and local size.</summary>
    public override string ToString() =>
        $"{Path}{(Half ? " f16" : "")}{(Large ? " large" : "")}"
            + $"{(Constants.Length > 0 ? $"<{string.Join(",", Constants.Select(c => c.Value))}>" : "")} "
            + $"[{LocalSize.X},{LocalSize.Y},{LocalSize.Z}]";
}
