// A vertex and a fragment shader made into a pipeline that draws triangle lists into a RenderTarget.
using Silk.NET.Vulkan;

namespace Engine;

/// <summary>
/// Made and owned by <see cref="Gpu.DrawPipeline"/>. There is no vertex input: vertex shaders fetch from storage buffers by gl_VertexIndex.
/// Bindings of set 0 and push constants are those of both shaders together. Clip space has y up, x right, depth 0 to 1.
/// </summary>
public sealed unsafe class DrawPipeline
{
    /// <summary>Path below the shader folder, without extension: "Draw/mesh" is mesh.vert and mesh.frag.</summary>
    public string Path { get; }
    /// <summary>The same of the fragment shader, where it is not the vertex shader's own.</summary>
    public string FragmentPath { get; }
    /// <summary>Depth, blending, culling.</summary>
    public DrawState State { get; }
    /// <summary>Bytes of push constants the shaders declare.</summary>
    public int PushBytes => Layout.PushBytes;
    /// <summary>The bindings of set 0 of both shaders, ascending; passed by position.</summary>
    public IReadOnlyList<KernelBinding> Bindings => Layout.Bindings;

    internal readonly ShaderLayout Layout;
    internal readonly Pipeline Pipeline;
    private readonly Gpu gpu;

    internal DrawPipeline(Gpu gpu, string path, DrawState state, string? fragmentPath)
    {
        (this.gpu, Path, FragmentPath, State) = (gpu, path, fragmentPath ?? path, state);
        byte[] vertex = gpu.Compiler.Compile(path + ".vert"), fragment = gpu.Compiler.Compile(FragmentPath + ".frag");
        SpirV v = new(vertex, path + ".vert"), f = new(fragment, FragmentPath + ".frag");
        Layout = new ShaderLayout(gpu, path, Merge(path, v.Bindings, f.Bindings), Math.Max(v.PushBytes, f.PushBytes),
            ShaderStageFlags.VertexBit | ShaderStageFlags.FragmentBit);
        try
        {
            Pipeline = Create(vertex, fragment);
        }
        catch
        {
            Layout.Destroy();
            throw;
        }
    }

    internal void Destroy()
    {
        gpu.Vulkan.Api.DestroyPipeline(gpu.Vulkan.Handle, Pipeline, null);
        Layout.Destroy();
    }

    private static KernelBinding[] Merge(string path, List<KernelBinding> a, List<KernelBinding> b)
    {
        SortedDictionary<int, KernelBinding> all = [];
        foreach (var binding in a.Concat(b))
        {
            if (all.TryGetValue(binding.Index, out var other) && other.Kind != binding.Kind)
            {
                throw new GpuException($"binding {binding.Index} of {path} is a {other.Kind} in one shader and a {binding.Kind} in the other",
                    "number them apart");
            }
            var both = all.ContainsKey(binding.Index) && other.Access != binding.Access;
            all[binding.Index] = both ? binding with { Access = Access.ReadWrite } : binding;
        }
        return [.. all.Values];
    }

    private Pipeline Create(byte[] vertexCode, byte[] fragmentCode)
    {
        var device = gpu.Vulkan;
        ShaderModule vertex = Kernel.CreateModule(device, vertexCode, Path + ".vert"), fragment;
        try
        {
            fragment = Kernel.CreateModule(device, fragmentCode, FragmentPath + ".frag");
        }
        catch
        {
            device.Api.DestroyShaderModule(device.Handle, vertex, null);
            throw;
        }
        fixed (byte* entry = "main\0"u8)
        {
            var stages = stackalloc PipelineShaderStageCreateInfo[2]
            {
                new() { SType = StructureType.PipelineShaderStageCreateInfo, Stage = ShaderStageFlags.VertexBit, Module = vertex, PName = entry },
                new() { SType = StructureType.PipelineShaderStageCreateInfo, Stage = ShaderStageFlags.FragmentBit, Module = fragment, PName = entry },
            };
            var input = new PipelineVertexInputStateCreateInfo { SType = StructureType.PipelineVertexInputStateCreateInfo };
            var assembly = new PipelineInputAssemblyStateCreateInfo
            {
                SType = StructureType.PipelineInputAssemblyStateCreateInfo,
                Topology = PrimitiveTopology.TriangleList,
            };
            var viewport = new PipelineViewportStateCreateInfo
            {
                SType = StructureType.PipelineViewportStateCreateInfo,
                ViewportCount = 1,
                ScissorCount = 1,
            };
            var raster = new PipelineRasterizationStateCreateInfo
            {
                SType = StructureType.PipelineRasterizationStateCreateInfo,
                PolygonMode = PolygonMode.Fill,
                CullMode = State.Cull switch { Cull.Back => CullModeFlags.BackBit, Cull.Front => CullModeFlags.FrontBit, _ => CullModeFlags.None },
                FrontFace = FrontFace.CounterClockwise,
                LineWidth = 1,
            };
            var samples = new PipelineMultisampleStateCreateInfo
            {
                SType = StructureType.PipelineMultisampleStateCreateInfo,
                RasterizationSamples = SampleCountFlags.Count1Bit,
            };
            var depth = new PipelineDepthStencilStateCreateInfo
            {
                SType = StructureType.PipelineDepthStencilStateCreateInfo,
                DepthTestEnable = State.DepthTest || State.DepthWrite,
                DepthWriteEnable = State.DepthWrite,
                DepthCompareOp = State.DepthTest ? CompareOp.LessOrEqual : CompareOp.Always,
            };
            var blend = new PipelineColorBlendAttachmentState
            {
                BlendEnable = State.Blend == Blend.Alpha,
                SrcColorBlendFactor = BlendFactor.SrcAlpha,
                DstColorBlendFactor = BlendFactor.OneMinusSrcAlpha,
                ColorBlendOp = BlendOp.Add,
                SrcAlphaBlendFactor = BlendFactor.One,
                DstAlphaBlendFactor = BlendFactor.OneMinusSrcAlpha,
                AlphaBlendOp = BlendOp.Add,
                ColorWriteMask = ColorComponentFlags.RBit | ColorComponentFlags.GBit | ColorComponentFlags.BBit | ColorComponentFlags.ABit,
            };
            var blending = new PipelineColorBlendStateCreateInfo
            {
                SType = StructureType.PipelineColorBlendStateCreateInfo,
                AttachmentCount = 1,
                PAttachments = &blend,
            };
            var dynamics = stackalloc DynamicState[2] { DynamicState.Viewport, DynamicState.Scissor };
            var dynamic = new PipelineDynamicStateCreateInfo
            {
                SType = StructureType.PipelineDynamicStateCreateInfo,
                DynamicStateCount = 2,
                PDynamicStates = dynamics,
            };
            var color = Format.R8G8B8A8Srgb;
            var rendering = new PipelineRenderingCreateInfo
            {
                SType = StructureType.PipelineRenderingCreateInfo,
                ColorAttachmentCount = 1,
                PColorAttachmentFormats = &color,
                DepthAttachmentFormat = Format.D32Sfloat,
            };
            var info = new GraphicsPipelineCreateInfo
            {
                SType = StructureType.GraphicsPipelineCreateInfo,
                PNext = &rendering,
                StageCount = 2,
                PStages = stages,
                PVertexInputState = &input,
                PInputAssemblyState = &assembly,
                PViewportState = &viewport,
                PRasterizationState = &raster,
                PMultisampleState = &samples,
                PDepthStencilState = &depth,
                PColorBlendState = &blending,
                PDynamicState = &dynamic,
                Layout = Layout.Pipeline,
            };
            Pipeline pipeline;
            var result = device.Api.CreateGraphicsPipelines(device.Handle, gpu.PipelineCache.Handle, 1, &info, null, &pipeline);
            device.Api.DestroyShaderModule(device.Handle, vertex, null);
            device.Api.DestroyShaderModule(device.Handle, fragment, null);
            GpuException.Check(result, "creating a draw pipeline");
            Kernel.Name(device, pipeline, Path);
            return pipeline;
        }
    }
}
