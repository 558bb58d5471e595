// The Vulkan layouts of a shader's set 0 and push constants, and the checks of what is bound to them.
using Silk.NET.Vulkan;

namespace Engine;

internal sealed unsafe class ShaderLayout
{
    public readonly DescriptorSetLayout Set;
    public readonly PipelineLayout Pipeline;
    public readonly KernelBinding[] Bindings;
    public readonly int PushBytes;
    public readonly ShaderStageFlags Stages;
    private readonly Gpu gpu;
    private readonly string path;

    public ShaderLayout(Gpu gpu, string path, KernelBinding[] bindings, int pushBytes, ShaderStageFlags stages)
    {
        (this.gpu, this.path, Bindings, PushBytes, Stages) = (gpu, path, bindings, pushBytes, stages);
        var device = gpu.Vulkan;
        if (pushBytes > device.Info.MaxPushBytes)
        {
            throw new GpuException($"{path} has {pushBytes} bytes of push constants, '{device.Info.Name}' allows {device.Info.MaxPushBytes}",
                "move some of them into a buffer");
        }
        var slots = stackalloc DescriptorSetLayoutBinding[bindings.Length];
        for (var i = 0; i < bindings.Length; i++)
        {
            slots[i] = new()
            {
                Binding = (uint)bindings[i].Index,
                DescriptorType = TypeOf(bindings[i].Kind),
                DescriptorCount = 1,
                StageFlags = stages,
            };
        }
        var setInfo = new DescriptorSetLayoutCreateInfo
        {
            SType = StructureType.DescriptorSetLayoutCreateInfo,
            BindingCount = (uint)bindings.Length,
            PBindings = slots,
        };
        DescriptorSetLayout set;
        GpuException.Check(device.Api.CreateDescriptorSetLayout(device.Handle, &setInfo, null, &set), "creating a descriptor set layout");
        Set = set;
        var push = new PushConstantRange { StageFlags = stages, Offset = 0, Size = (uint)pushBytes };
        var info = new PipelineLayoutCreateInfo
        {
            SType = StructureType.PipelineLayoutCreateInfo,
            SetLayoutCount = 1,
            PSetLayouts = &set,
            PushConstantRangeCount = pushBytes > 0 ? 1u : 0u,
            PPushConstantRanges = &push,
        };
        PipelineLayout layout;
        try
        {
            GpuException.Check(device.Api.CreatePipelineLayout(device.Handle, &info, null, &layout), "creating a pipeline layout");
            Pipeline = layout;
            device.SetName(ObjectType.PipelineLayout, layout.Handle, path);
        }
        catch
        {
            Destroy();
            throw;
        }
    }

    public static DescriptorType TypeOf(BindingKind kind) => kind switch
    {
        BindingKind.StorageBuffer => DescriptorType.StorageBuffer,
        BindingKind.StorageImage => DescriptorType.StorageImage,
        _ => DescriptorType.CombinedImageSampler,
    };

    /// <summary>
    /// Allocates a set out of the arena and writes the bindings into it; throws ArgumentException for what does not fit the shader.
    /// </summary>
    public DescriptorSet Write(DescriptorArena arena, ReadOnlySpan<Binding> given)
    {
        var n = Bindings.Length;
        if (given.Length != n)
            throw new ArgumentException($"{path} has {n} bindings ({Describe()}), {given.Length} were passed");
        var set = arena.Allocate(Set);
        var writes = stackalloc WriteDescriptorSet[n];
        var buffers = stackalloc DescriptorBufferInfo[n];
        var images = stackalloc DescriptorImageInfo[n];
        for (var i = 0; i < n; i++)
        {
            ref readonly var binding = ref given[i];
            Check(i, binding);
            writes[i] = new()
            {
                SType = StructureType.WriteDescriptorSet,
                DstSet = set,
                DstBinding = (uint)Bindings[i].Index,
                DescriptorCount = 1,
                DescriptorType = TypeOf(Bindings[i].Kind),
            };
            if (binding.Buffer is not null)
            {
                buffers[i] = new() { Buffer = binding.Buffer.Handle, Offset = (ulong)binding.Offset, Range = (ulong)binding.Bytes };
                writes[i].PBufferInfo = buffers + i;
            }
            else
            {
                var image = binding.Image!;
                images[i] = new()
                {
                    ImageView = binding.Use == Binding.View.SampledSrgb ? image.SrgbView : image.UnormView,
                    ImageLayout = ImageLayout.General,
                };
                if (binding.Use != Binding.View.Storage)
                    images[i].Sampler = gpu.LinearSampler;
                writes[i].PImageInfo = images + i;
            }
        }
        gpu.Vulkan.Api.UpdateDescriptorSets(gpu.Vulkan.Handle, (uint)n, writes, 0, null);
        return set;
    }

    /// <summary>Throws unless as many bytes are pushed as the shader declares.</summary>
    public void CheckPush(int bytes)
    {
        if (((bytes + 3) & ~3) != PushBytes)
        {
            throw new ArgumentException($"{path} takes {PushBytes} bytes of push constants, {bytes} were passed "
                + "(pass a struct: the layout of a tuple is not fixed)");
        }
    }

    public void Destroy()
    {
        gpu.Vulkan.Api.DestroyPipelineLayout(gpu.Vulkan.Handle, Pipeline, null);
        gpu.Vulkan.Api.DestroyDescriptorSetLayout(gpu.Vulkan.Handle, Set, null);
    }

    private void Check(int i, in Binding binding)
    {
        var slot = Bindings[i];
        var fits = slot.Kind switch
        {
            BindingKind.StorageBuffer => binding.Buffer is not null,
            BindingKind.StorageImage => binding.Image is not null && binding.Use == Binding.View.Storage,
            _ => binding.Image is not null && binding.Use != Binding.View.Storage,
        };
        if (!fits)
            throw new ArgumentException($"binding {slot.Index} of {path} takes a {slot.Kind}, {binding.Describe()} was passed");
        if (binding.Buffer is { } buffer)
        {
            ObjectDisposedException.ThrowIf(buffer.IsDisposed, buffer);
            var info = gpu.Info;
            if (binding.Offset % info.BindingAlignment != 0)
            {
                throw new ArgumentException($"binding {slot.Index} of {path} begins at byte {binding.Offset} of buffer '{buffer.Name}', "
                    + $"which is no multiple of {info.BindingAlignment}");
            }
            if (binding.Bytes > info.MaxBindingBytes)
            {
                throw new ArgumentException($"binding {slot.Index} of {path} covers {binding.Bytes} bytes of buffer '{buffer.Name}', "
                    + $"'{info.Name}' allows {info.MaxBindingBytes}: bind it in ranges");
            }
        }
        else
        {
            ObjectDisposedException.ThrowIf(binding.Image!.IsDisposed, binding.Image);
        }
    }

    private string Describe() => string.Join(", ", Bindings.Select(b => $"{b.Index}: {b.Access} {b.Kind}"));
}
