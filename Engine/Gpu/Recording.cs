// Work recorded once and executed many times, whole or slice by slice.
using Silk.NET.Vulkan;

namespace Engine;

/// <summary>
/// Made by <see cref="Gpu.Record"/>. Holds its own descriptor sets; the buffers and images it names must outlive its last execution.
/// </summary>
public sealed class Recording : IDisposable, IRetired
{
    /// <summary>The name in messages.</summary>
    public string Name { get; }
    /// <summary>Number of slices, cut by <see cref="Commands.EndSlice"/>; at least 1.</summary>
    public int Slices => buffers.Length;

    private readonly Gpu gpu;
    private readonly Commands commands;
    private readonly CommandBuffer[] buffers;
    private bool disposed;

    internal Recording(Gpu gpu, string name, Action<Commands> record)
    {
        (this.gpu, Name) = (gpu, name);
        commands = new Commands(gpu, recording: true);
        try
        {
            record(commands);
            buffers = commands.FinishRecording();
            foreach (var buffer in buffers)
                gpu.Vulkan.SetName(ObjectType.CommandBuffer, (ulong)buffer.Handle, name);
        }
        catch
        {
            commands.Destroy();
            throw;
        }
        gpu.Live.Add(this, "recording", name);
    }

    internal ReadOnlySpan<CommandBuffer> Buffers
    {
        get
        {
            ObjectDisposedException.ThrowIf(disposed, this);
            return buffers;
        }
    }

    /// <summary>Gives the recording up; it is freed when the device has finished with it.</summary>
    public void Dispose()
    {
        if (disposed)
            return;
        disposed = true;
        gpu.Live.Remove(this);
        gpu.Retired.Add(this);
    }

    void IRetired.Destroy() => commands.Destroy();
}
