// Commands: running kernels and recordings.
using System.Runtime.InteropServices;
using Silk.NET.Vulkan;

namespace Engine;

public sealed unsafe partial class Commands
{
    /// <summary>
    /// Runs a kernel over at least <paramref name="threads"/> invocations, rounded up to whole workgroups, with push constants of exactly the
    /// size the shader declares; bindings go by position in ascending binding index. Throws ArgumentException for what does not fit the shader.
    /// </summary>
    public void Dispatch<TPush>(Kernel kernel, (int X, int Y, int Z) threads, TPush push,
        params ReadOnlySpan<Binding> bindings) where TPush : unmanaged =>
        DispatchGroups(kernel, Groups(kernel, threads), (0, 0, 0), MemoryMarshal.AsBytes(new ReadOnlySpan<TPush>(in push)), bindings);

    /// <summary>The same for a shader without push constants.</summary>
    public void Dispatch(Kernel kernel, (int X, int Y, int Z) threads, params ReadOnlySpan<Binding> bindings) =>
        DispatchGroups(kernel, Groups(kernel, threads), (0, 0, 0), [], bindings);

    /// <summary>Runs whole workgroups, counted from <paramref name="firstGroup"/>; no groups is no work.</summary>
    public void DispatchGroups(Kernel kernel, (uint X, uint Y, uint Z) groups, (uint X, uint Y, uint Z) firstGroup, ReadOnlySpan<byte> push,
        ReadOnlySpan<Binding> bindings)
    {
        ArgumentNullException.ThrowIfNull(kernel);
        Open();
        if (drawing)
            throw new InvalidOperationException($"{kernel.Path} cannot be dispatched between BeginDraw and EndDraw");
        var info = gpu.Info;
        if ((ulong)groups.X + firstGroup.X > info.MaxGroupsX || (ulong)groups.Y + firstGroup.Y > info.MaxGroupsY
            || (ulong)groups.Z + firstGroup.Z > info.MaxGroupsZ)
        {
            throw new ArgumentException($"{kernel.Path}: {groups.X}x{groups.Y}x{groups.Z} workgroups from {firstGroup} exceed the "
                + $"{info.MaxGroupsX}x{info.MaxGroupsY}x{info.MaxGroupsZ} of '{info.Name}': give each invocation more work or spread over y and z");
        }
        kernel.Layout.CheckPush(push.Length);
        if (groups.X == 0 || groups.Y == 0 || groups.Z == 0)
            return;
        Bind(PipelineBindPoint.Compute, kernel.Pipeline, kernel.Layout, push, bindings);
        if (firstGroup == (0, 0, 0))
            vk.CmdDispatch(cmd, groups.X, groups.Y, groups.Z);
        else
            vk.CmdDispatchBase(cmd, firstGroup.X, firstGroup.Y, firstGroup.Z, groups.X, groups.Y, groups.Z);
    }

    /// <summary>Runs slices of a recording; each begins and ends with a full compute and transfer barrier. A count of -1 is all the rest.</summary>
    public void Execute(Recording recording, int firstSlice = 0, int count = -1)
    {
        ArgumentNullException.ThrowIfNull(recording);
        Open();
        if (IsRecording)
            throw new InvalidOperationException($"recording '{recording.Name}' cannot be executed inside another recording");
        if (drawing)
            throw new InvalidOperationException($"recording '{recording.Name}' cannot be executed between BeginDraw and EndDraw");
        var slices = recording.Buffers;
        if (count < 0)
            count = slices.Length - firstSlice;
        if (firstSlice < 0 || count < 0 || firstSlice + count > slices.Length)
        {
            throw new ArgumentOutOfRangeException(nameof(firstSlice),
                $"recording '{recording.Name}' has {slices.Length} slices, {count} from {firstSlice} were asked");
        }
        if (count == 0)
            return;
        fixed (CommandBuffer* buffers = slices.Slice(firstSlice, count))
            vk.CmdExecuteCommands(cmd, (uint)count, buffers);
        bound = default;
    }

    private void Bind(PipelineBindPoint point, Pipeline pipeline, ShaderLayout layout, ReadOnlySpan<byte> push, ReadOnlySpan<Binding> bindings)
    {
        var set = layout.Write(sets, bindings);
        if (bound.Handle != pipeline.Handle)
        {
            vk.CmdBindPipeline(cmd, point, pipeline);
            bound = pipeline;
        }
        if (layout.Bindings.Length > 0)
            vk.CmdBindDescriptorSets(cmd, point, layout.Pipeline, 0, 1, &set, 0, null);
        if (push.Length == 0)
            return;
        // A push of 1 to 3 bytes over the last whole word is padded: Vulkan wants multiples of 4.
        var padded = stackalloc byte[layout.PushBytes];
        var words = new Span<byte>(padded, layout.PushBytes);
        words.Clear();
        push.CopyTo(words);
        vk.CmdPushConstants(cmd, layout.Pipeline, layout.Stages, 0, (uint)layout.PushBytes, padded);
    }

    private static (uint X, uint Y, uint Z) Groups(Kernel kernel, (int X, int Y, int Z) threads)
    {
        if (threads.X < 0 || threads.Y < 0 || threads.Z < 0)
            throw new ArgumentOutOfRangeException(nameof(threads), $"{kernel.Path}: {threads} is no number of invocations");
        var (x, y, z) = kernel.LocalSize;
        return (((uint)threads.X + x - 1) / x, ((uint)threads.Y + y - 1) / y, ((uint)threads.Z + z - 1) / z);
    }
}
