// The driver's pipeline cache, kept on disk per driver and device.
using System.Runtime.InteropServices;
using Silk.NET.Vulkan;

namespace Engine;

/// <summary>
/// Vulkan's own header (length, version, vendor, device, UUID) is compared before the driver sees the data: a foreign file is ignored.
/// </summary>
internal sealed unsafe class PipelineCacheFile : IDisposable
{
    private const int HeaderBytes = 32;

    private readonly VulkanDevice device;
    private readonly byte[] loaded;
    public readonly string FilePath;
    public readonly PipelineCache Handle;

    /// <summary>Whether a valid file was found.</summary>
    public bool WasLoaded => loaded.Length > 0;

    public PipelineCacheFile(VulkanDevice device, string cacheFolder)
    {
        this.device = device;
        PhysicalDeviceProperties properties;
        device.Api.GetPhysicalDeviceProperties(device.Physical, &properties);
        var uuid = new ReadOnlySpan<byte>(properties.PipelineCacheUuid, 16);
        FilePath = Path.Combine(cacheFolder, "pipelines",
            $"{properties.VendorID:x8}-{properties.DeviceID:x8}-{properties.DriverVersion:x8}-{Convert.ToHexStringLower(uuid)}.bin");
        loaded = ShaderCache.Read(FilePath) ?? [];
        if (!Fits(loaded, properties.VendorID, properties.DeviceID, uuid))
            loaded = [];
        fixed (byte* data = loaded)
        {
            var info = new PipelineCacheCreateInfo
            {
                SType = StructureType.PipelineCacheCreateInfo,
                InitialDataSize = (nuint)loaded.Length,
                PInitialData = data,
            };
            PipelineCache made;
            GpuException.Check(device.Api.CreatePipelineCache(device.Handle, &info, null, &made), "creating the pipeline cache");
            Handle = made;
        }
    }

    /// <summary>Whether the data carries this device's header.</summary>
    public static bool Fits(ReadOnlySpan<byte> data, uint vendor, uint device, ReadOnlySpan<byte> uuid)
    {
        if (data.Length < HeaderBytes)
            return false;
        var header = MemoryMarshal.Cast<byte, uint>(data[..16]);
        return header[0] >= HeaderBytes && header[0] <= data.Length && header[1] == 1 && header[2] == vendor && header[3] == device
            && data.Slice(16, 16).SequenceEqual(uuid);
    }

    /// <summary>Writes the driver's data when it changed since it was loaded.</summary>
    public void Save()
    {
        nuint size = 0;
        if (device.Api.GetPipelineCacheData(device.Handle, Handle, &size, null) != Result.Success || size == 0)
            return;
        var data = new byte[size];
        fixed (byte* p = data)
        {
            if (device.Api.GetPipelineCacheData(device.Handle, Handle, &size, p) != Result.Success)
                return;
        }
        ReadOnlySpan<byte> content = data.AsSpan(0, (int)size);
        if (!content.SequenceEqual(loaded))
            ShaderCache.Write(FilePath, content);
    }

    public void Dispose() => device.Api.DestroyPipelineCache(device.Handle, Handle, null);
}
