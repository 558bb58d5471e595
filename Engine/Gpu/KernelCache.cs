// All kernels and their modules by path, form and constants; owned by the Gpu.
using Silk.NET.Vulkan;

namespace Engine;

internal sealed unsafe class KernelCache(Gpu gpu) : IDisposable
{
    /// <summary>One shader with its pipelines; its lock lets several threads build different shaders at once.</summary>
    private sealed class Family(string path, bool half, bool large)
    {
        public readonly string Path = path;
        public readonly bool Half = half, Large = large;
        public readonly Lock Gate = new();
        public readonly List<Kernel> Kernels = [];
        public byte[]? SpirV;
        public SpirV? Reflected;
        public ShaderLayout? Layout;
    }

    private readonly Dictionary<(string Path, bool Half, bool Large), Family> families = [];
    private readonly Lock gate = new();

    /// <summary>Finds without allocating; compiles what is not there yet.</summary>
    public Kernel Get(string path, ReadOnlySpan<(int Id, uint Value)> constants, bool half = false, bool large = false)
    {
        var family = Find(path, half, large);
        lock (family.Gate)
        {
            if (family.Layout is null)
                Load(family);
            foreach (var known in family.Kernels)
            {
                if (constants.SequenceEqual(known.Constants))
                    return known;
            }
            gpu.Stopping.ThrowIfCancellationRequested();
            var kernel = new Kernel(gpu, path, (half, large), family.SpirV!, family.Reflected!, family.Layout!, constants);
            family.Kernels.Add(kernel);
            return kernel;
        }
    }

    /// <summary>What the shader binds, in ascending order.</summary>
    public IReadOnlyList<KernelBinding> Bindings(string path, bool half, bool large)
    {
        var family = Find(path, half, large);
        lock (family.Gate)
        {
            if (family.Layout is null)
                Load(family);
            return family.Layout!.Bindings;
        }
    }

    public void Dispose()
    {
        foreach (var family in families.Values)
        {
            foreach (var kernel in family.Kernels)
                gpu.Vulkan.Api.DestroyPipeline(gpu.Vulkan.Handle, kernel.Pipeline, null);
            family.Layout?.Destroy();
        }
        families.Clear();
    }

    private Family Find(string path, bool half, bool large)
    {
        lock (gate)
        {
            if (!families.TryGetValue((path, half, large), out var family))
                families[(path, half, large)] = family = new Family(path, half, large);
            return family;
        }
    }

    private void Load(Family family)
    {
        family.SpirV = gpu.Compiler.Compile(family.Path + ".comp", family.Half ? "F16" : null, family.Large);
        var reflected = family.Reflected = new SpirV(family.SpirV, family.Path);
        if (gpu.Vulkan.Features.FirstLacking(reflected.Capabilities) is { } lacking)
        {
            throw new GpuException($"{family.Path} needs {lacking}, which '{gpu.Info.Name}' lacks",
                "choose another recipe or another device with CNN_GPU");
        }
        family.Layout = new ShaderLayout(gpu, family.Path, [.. reflected.Bindings], reflected.PushBytes, ShaderStageFlags.ComputeBit);
    }
}
