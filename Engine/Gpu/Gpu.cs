// The device: opening it, what it makes, and what it knows about itself.
using Silk.NET.Vulkan;

namespace Engine;

/// <summary>
/// One opened Vulkan device with one queue. Making and disposing things is safe from any thread; a Commands belongs to one thread at a time.
/// Every failing Vulkan call throws <see cref="GpuException"/>.
/// </summary>
public sealed unsafe partial class Gpu : IDisposable
{
    internal readonly VulkanDevice Vulkan;
    internal readonly MemoryAllocator Memory;
    internal readonly Timeline Timeline;
    internal readonly Retirement Retired;
    internal readonly LiveObjects Live = new();
    internal readonly ShaderCompiler Compiler;
    internal readonly PipelineCacheFile PipelineCache;
    internal readonly Sampler LinearSampler;
    internal readonly int MaxImageSize;
    internal bool TouchesDeviceMemory;            // unified memory is read and written in place by what waits; tests switch it off
    private readonly KernelCache kernels;
    private readonly Dictionary<(string, string, DrawState), DrawPipeline> drawPipelines = [];
    private readonly VulkanFaults? faults;
    private bool disposed;

    /// <summary>What the device is and can do.</summary>
    public GpuInfo Info => Vulkan.Info;
    /// <summary>Warnings and errors of the validation layer so far; always empty without validation.</summary>
    public IReadOnlyList<string> ValidationMessages => Vulkan.Instance.Messages;
    /// <summary>Buffers, images, recordings, readbacks, timers and targets made and not yet disposed.</summary>
    public int LiveObjects => Live.Count;
    /// <summary>Results come back after a fixed number of frames instead of as soon as they are there; set before making readbacks.</summary>
    public bool Deterministic { get; set; }
    /// <summary>Where what was compiled or measured for devices is kept from run to run.</summary>
    public string CacheFolder { get; }
    /// <summary>Device memory held, in bytes, used or not.</summary>
    public long HeldBytes => Memory.HeldBytes;
    /// <summary>Device memory in use, in bytes: a part of what is held.</summary>
    public long UsedBytes => Memory.UsedBytes;

    private Gpu(GpuOptions options)
    {
        var shaders = options.FindShaderFolders();
        CacheFolder = options.FindCacheFolder();
        faults = options.Faults;
        Vulkan = new VulkanDevice(options);
        try
        {
            Memory = new MemoryAllocator(Vulkan);
            Timeline = new Timeline(Vulkan, QueueGate);
            Retired = new Retirement(Timeline);
            Compiler = new ShaderCompiler(shaders, CacheFolder);
            PipelineCache = new PipelineCacheFile(Vulkan, CacheFolder);
            kernels = new KernelCache(this);
            TouchesDeviceMemory = Info.UnifiedMemory;
            PhysicalDeviceProperties properties;
            Vulkan.Api.GetPhysicalDeviceProperties(Vulkan.Physical, &properties);
            MaxImageSize = (int)properties.Limits.MaxImageDimension2D;
            LinearSampler = CreateSampler();
        }
        catch
        {
            // The sampler is made last, so it is never there.
            kernels?.Dispose();
            PipelineCache?.Dispose();
            Compiler?.Dispose();
            Timeline?.Dispose();
            Memory?.Dispose();
            Vulkan.Dispose();
            throw;
        }
    }

    /// <summary>Opens the best device, or the one the options or <c>CNN_GPU</c> name.</summary>
    public static Gpu Open(GpuOptions? options = null) => new(options ?? new GpuOptions());

    /// <summary>All Vulkan devices of this machine, best first; throws when there is no driver.</summary>
    public static IReadOnlyList<GpuInfo> List()
    {
        using var instance = new VulkanInstance(new GpuOptions { Validation = false });
        return [.. PhysicalDevices.List(instance).Select(d => d.Info)];
    }

    /// <summary>A buffer of <paramref name="count"/> elements.</summary>
    public GpuBuffer Buffer<T>(long count, string name = "", GpuMemory memory = GpuMemory.Device) where T : unmanaged =>
        new(this, checked(count * sizeof(T)), name, memory, counted: true);

    /// <summary>A buffer of so many bytes, contents undefined; throws GpuException naming size and heap when memory is full.</summary>
    public GpuBuffer Buffer(long bytes, string name = "", GpuMemory memory = GpuMemory.Device) => new(this, bytes, name, memory, counted: true);

    /// <summary>A picture of transparent black.</summary>
    public GpuImage Image(int width, int height, string name = "") => new(this, width, height, name, counted: true);

    /// <summary>A picture that is there already, 4 bytes a pixel; waits.</summary>
    public GpuImage Image(int width, int height, ReadOnlySpan<byte> rgba, string name = "")
    {
        var image = Image(width, height, name);
        try
        {
            Upload(image, rgba);
            return image;
        }
        catch
        {
            image.Dispose();
            throw;
        }
    }

    /// <summary>
    /// The compute shader "Cnn/relu" (Shaders/Cnn/relu.comp) with its specialization constants; compiled at most once, the same object for the same
    /// arguments. Throws GpuException with file, line and text when it does not compile.
    /// </summary>
    public Kernel Kernel(string path, params ReadOnlySpan<(int Id, uint Value)> constants) => kernels.Get(path, constants);

    /// <summary>The same with constants written as plain numbers.</summary>
    public Kernel Kernel(string path, params ReadOnlySpan<(int Id, int Value)> constants)
    {
        Span<(int Id, uint Value)> bits = stackalloc (int, uint)[constants.Length];
        for (var i = 0; i < constants.Length; i++)
            bits[i] = (constants[i].Id, (uint)constants[i].Value);
        return kernels.Get(path, bits);
    }

    /// <summary>
    /// The same, compiled with F16 defined where <paramref name="half"/>. Throws GpuException on a device without 16-bit storage
    /// (<see cref="GpuInfo.HasStorage16"/>) where the shader then asks for it.
    /// </summary>
    public Kernel Kernel(string path, ReadOnlySpan<(int Id, uint Value)> constants, bool half) => kernels.Get(path, constants, half);

    /// <summary>The same in its <see cref="LargeForm"/> where <paramref name="large"/>.</summary>
    public Kernel Kernel(string path, ReadOnlySpan<(int Id, uint Value)> constants, bool half, bool large) =>
        kernels.Get(path, constants, half, large);

    /// <summary>A compute shader's bindings of set 0, ascending, in either storage and either form; makes no pipeline.</summary>
    public IReadOnlyList<KernelBinding> Bindings(string path, bool half, bool large = false) => kernels.Bindings(path, half, large);

    /// <summary>The same with the shader's own defaults.</summary>
    public Kernel Kernel(string path) => kernels.Get(path, []);

    /// <summary>
    /// The pipeline of "Draw/mesh" (Shaders/Draw/mesh.vert and mesh.frag, or another fragment shader); compiled at most once, the same object for the
    /// same arguments.
    /// </summary>
    public DrawPipeline DrawPipeline(string path, DrawState state, string? fragmentPath = null)
    {
        lock (drawPipelines)
        {
            if (!drawPipelines.TryGetValue((path, fragmentPath ?? path, state), out var pipeline))
                drawPipelines[(path, fragmentPath ?? path, state)] = pipeline = new DrawPipeline(this, path, state, fragmentPath);
            return pipeline;
        }
    }

    /// <summary>A picture with depth to draw into.</summary>
    public RenderTarget RenderTarget(int width, int height, string name = "target") => new(this, width, height, name);

    /// <summary>Records work to be executed many times; <see cref="Commands.EndSlice"/> cuts it into slices.</summary>
    public Recording Record(string name, Action<Commands> record)
    {
        ArgumentNullException.ThrowIfNull(record);
        return new Recording(this, name, record);
    }

    /// <summary>A ring for results of <paramref name="count"/> elements.</summary>
    public Readback<T> Readback<T>(int count, string name = "") where T : unmanaged => new(this, count, name);

    /// <summary>A set of timestamps; throws GpuException on a device without them.</summary>
    public GpuTimer Timer(int count) => new(this, count);

    /// <summary>The live objects by kind and name, one a line.</summary>
    public string DescribeLiveObjects() => Live.Describe();

    /// <summary>Waits for the device, saves the pipeline cache and frees everything made from it.</summary>
    public void Dispose()
    {
        if (disposed)
            return;
        disposed = true;
        Finish();   // a lost device can still be taken down
        faults?.Leak(Live.Describe());
        foreach (var leaked in Live.All())
            (leaked as IDisposable)?.Dispose();
        DisposeSubmissions();
        Retired.CollectAll();
        kernels.Dispose();
        foreach (var pipeline in drawPipelines.Values)
            pipeline.Destroy();
        PipelineCache.Save();
        PipelineCache.Dispose();
        Compiler.Dispose();
        Vulkan.Api.DestroySampler(Vulkan.Handle, LinearSampler, null);
        Timeline.Dispose();
        Memory.Dispose();
        Vulkan.Dispose();
    }

    private Sampler CreateSampler()
    {
        var info = new SamplerCreateInfo
        {
            SType = StructureType.SamplerCreateInfo,
            MagFilter = Filter.Linear,
            MinFilter = Filter.Linear,
            MipmapMode = SamplerMipmapMode.Nearest,
            AddressModeU = SamplerAddressMode.ClampToEdge,
            AddressModeV = SamplerAddressMode.ClampToEdge,
            AddressModeW = SamplerAddressMode.ClampToEdge,
        };
        Sampler sampler;
        GpuException.Check(Vulkan.Api.CreateSampler(Vulkan.Handle, &info, null, &sampler), "creating a sampler");
        return sampler;
    }
}
