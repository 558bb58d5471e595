// All kernels and their modules by path and constants; owned by the Gpu.
using Silk.NET.Vulkan;

namespace Engine;

internal sealed unsafe class KernelCache(Gpu gpu) : IDisposable
{
    private sealed record Family(byte[] SpirV, SpirV Reflected, ShaderLayout Layout, List<Kernel> Kernels);

    private readonly Dictionary<string, Family> families = [];
    private readonly Lock gate = new();

    /// <summary>Finds without allocating; compiles what is not there yet.</summary>
    public Kernel Get(string path, ReadOnlySpan<(int Id, uint Value)> constants)
    {
        lock (gate)
        {
            if (!families.TryGetValue(path, out Family? family)) families[path] = family = Load(path);
            foreach (Kernel known in family.Kernels)
                if (constants.SequenceEqual(known.Constants)) return known;
            Kernel kernel = new(gpu, path, family.SpirV, family.Reflected, family.Layout, constants);
            family.Kernels.Add(kernel);
            return kernel;
        }
    }

    public void Dispose()
    {
        foreach (Family family in families.Values)
        {
            foreach (Kernel kernel in family.Kernels) gpu.Vulkan.Api.DestroyPipeline(gpu.Vulkan.Handle, kernel.Pipeline, null);
            family.Layout.Destroy();
        }
        families.Clear();
    }

    private Family Load(string path)
    {
        byte[] words = gpu.Compiler.Compile(path + ".comp");
        SpirV reflected = new(words, path);
        return new Family(words, reflected, new ShaderLayout(gpu, path, [.. reflected.Bindings], reflected.PushBytes, ShaderStageFlags.ComputeBit), []);
    }
}
