// A V4L2 camera made of memory, which does what a kernel would, and what a bad driver might.
using System.Buffers;
using System.Diagnostics;
using System.Runtime.CompilerServices;

namespace Engine.Tests;

/// <summary>One machine with at most one camera; counts what is open.</summary>
internal sealed class FakeCamera : VideoDevices
{
    private readonly Lock gate = new();
    private readonly Queue<V4l2.FrameBuffer> filled = [];
    private readonly List<byte[]> memory = [];
    private readonly Queue<uint> free = [];
    private readonly AutoResetEvent given = new(false);
    private uint sequence;
    private Handle? streaming;

    public string Path { get; set; } = "/dev/video0";

    public string Id { get; set; } = "";

    public bool IsPlugged { get; set; } = true;

    public DeviceError Opening { get; set; }

    /// <summary>Which request fails how.</summary>
    public Dictionary<uint, DeviceError> Failing { get; } = [];

    public List<string> Formats { get; } = ["YUYV"];

    public List<(int Width, int Height)> Sizes { get; } = [(640, 480)];

    public List<int> Rates { get; } = [30, 15];

    /// <summary>Changes what the driver answers when a format is set.</summary>
    public Func<V4l2.Format, V4l2.Format> Lie { get; set; } = static f => f;

    public uint Capabilities { get; set; } = V4l2.VideoCapture | V4l2.Streaming;

    public int BufferBytes { get; set; } = 640 * 480 * 2;

    public V4l2.Format Set { get; private set; }

    public int OpenFiles { get; private set; }

    public int OpenMaps { get; private set; }

    /// <summary>Pictures that were written into it, where it takes some.</summary>
    public List<byte[]> Written { get; } = [];

    /// <summary>Whether it keeps the buffers of pictures that it is given.</summary>
    public bool IsFull { get; set; }

    /// <summary>How often somebody looked for it.</summary>
    public int Sought { get; private set; }

    /// <summary>Pictures that nobody took out of their buffers yet.</summary>
    public int Waiting
    {
        get
        {
            lock (gate)
                return filled.Count;
        }
    }

    internal override IReadOnlyList<string> Paths()
    {
        Sought++;
        return IsPlugged ? [Path] : [];
    }

    internal override IReadOnlyDictionary<string, string> Ids() =>
        IsPlugged && Id.Length > 0 ? new Dictionary<string, string> { [Path] = Id } : [];

    internal override string Resolve(string path) => path == Id ? Path : path;

    internal override bool Exists(string path) => IsPlugged && (path == Path || path == Id);

    internal override DeviceError Open(string path, out DeviceFile? file)
    {
        file = null;
        if (!IsPlugged || path != Path)
            return DeviceError.NoFile;
        if (Opening != DeviceError.None)
            return Opening;
        file = new Handle(this);
        OpenFiles++;
        return DeviceError.None;
    }

    /// <summary>A picture comes, after some that did not fit; false where no buffer is free or nobody asked for any.</summary>
    public bool Give(ReadOnlySpan<byte> picture, int missed = 0, uint flags = V4l2.TimestampMonotonic, int? bytesUsed = null, TimeSpan age = default)
    {
        lock (gate)
        {
            if (streaming is null || !free.TryDequeue(out var index))
                return false;
            sequence += (uint)missed;
            picture[..Math.Min(picture.Length, BufferBytes)].CopyTo(memory[(int)index]);
            var seen = Stopwatch.GetTimestamp() - (long)(age.TotalSeconds * Stopwatch.Frequency);
            filled.Enqueue(new V4l2.FrameBuffer
            {
                Index = index,
                BytesUsed = (uint)(bytesUsed ?? picture.Length),
                Flags = flags,
                Sequence = sequence++,
                Seconds = seen / Stopwatch.Frequency,
                Microseconds = seen % Stopwatch.Frequency * 1_000_000 / Stopwatch.Frequency,
            });
            given.Set();
            return true;
        }
    }

    /// <summary>Gives it as soon as somebody waits for it.</summary>
    public void GiveSoon(byte[] picture, int missed = 0, uint flags = V4l2.TimestampMonotonic, int? bytesUsed = null, TimeSpan age = default) =>
        Assert.That(() => Give(picture, missed, flags, bytesUsed, age), Is.True.After(10_000, 5), "nobody takes pictures");

    private DeviceError Answer<T>(Handle handle, uint request, ref T argument)
    {
        lock (gate)
        {
            if (!IsPlugged)
                return DeviceError.Gone;
            if (Failing.TryGetValue(request, out var failure))
                return failure;
            return request switch
            {
                _ when request == V4l2.QueryCapability => Describe(ref Unsafe.As<T, V4l2.Capability>(ref argument)),
                _ when request == V4l2.EnumerateFormats => Format(ref Unsafe.As<T, V4l2.FormatDescription>(ref argument)),
                _ when request == V4l2.EnumerateSizes => Size(ref Unsafe.As<T, V4l2.FrameSize>(ref argument)),
                _ when request == V4l2.EnumerateIntervals => Interval(ref Unsafe.As<T, V4l2.FrameInterval>(ref argument)),
                _ when request == V4l2.SetFormat => SetFormat(ref Unsafe.As<T, V4l2.Format>(ref argument)),
                _ when request == V4l2.SetParameters => DeviceError.None,
                _ when request == V4l2.RequestBuffers => Allocate(ref Unsafe.As<T, V4l2.BufferRequest>(ref argument)),
                _ when request == V4l2.QueryBuffer => Query(ref Unsafe.As<T, V4l2.FrameBuffer>(ref argument)),
                _ when request == V4l2.QueueBuffer => Queue(Unsafe.As<T, V4l2.FrameBuffer>(ref argument)),
                _ when request == V4l2.DequeueBuffer => Dequeue(ref Unsafe.As<T, V4l2.FrameBuffer>(ref argument)),
                _ when request == V4l2.StreamOn => Stream(handle),
                _ when request == V4l2.StreamOff => Stream(null),
                _ => DeviceError.OtherKind,
            };
        }
    }

    private DeviceError Describe(ref V4l2.Capability answer)
    {
        "fake"u8.CopyTo(answer.Driver);
        "Fake Cam"u8.CopyTo(answer.Card);
        "usb-1"u8.CopyTo(answer.Bus);
        (answer.All, answer.OfDevice) = (V4l2.HasDeviceCapabilities | 0xffff, Capabilities);
        return DeviceError.None;
    }

    private DeviceError Format(ref V4l2.FormatDescription answer)
    {
        if (answer.Index >= Formats.Count)
            return DeviceError.Invalid;
        answer.Code = V4l2.Code(Formats[(int)answer.Index]);
        return DeviceError.None;
    }

    private DeviceError Size(ref V4l2.FrameSize answer)
    {
        if (answer.Index >= Sizes.Count)
            return DeviceError.Invalid;
        answer.Kind = V4l2.Discrete;
        (answer.Width, answer.Height) = ((uint)Sizes[(int)answer.Index].Width, (uint)Sizes[(int)answer.Index].Height);
        return DeviceError.None;
    }

    private DeviceError Interval(ref V4l2.FrameInterval answer)
    {
        if (answer.Index >= Rates.Count)
            return DeviceError.Invalid;
        (answer.Kind, answer.Numerator, answer.Denominator) = (V4l2.Discrete, 1, (uint)Rates[(int)answer.Index]);
        return DeviceError.None;
    }

    private DeviceError SetFormat(ref V4l2.Format format)
    {
        Set = format = Lie(format);
        return DeviceError.None;
    }

    private DeviceError Allocate(ref V4l2.BufferRequest request)
    {
        (sequence, request.Count) = (0, Math.Min(request.Count, 3));
        memory.Clear();
        free.Clear();
        filled.Clear();
        for (var i = 0; i < request.Count; i++)
            memory.Add(new byte[BufferBytes]);
        return DeviceError.None;
    }

    private DeviceError Query(ref V4l2.FrameBuffer buffer)
    {
        (buffer.Length, buffer.Offset) = ((uint)BufferBytes, buffer.Index << 12);
        return DeviceError.None;
    }

    private DeviceError Queue(V4l2.FrameBuffer buffer)
    {
        if (buffer.Type == V4l2.OutputBuffers)
        {
            Written.Add(memory[(int)buffer.Index][..(int)buffer.BytesUsed]);
            if (!IsFull)
                filled.Enqueue(buffer);
            return DeviceError.None;
        }
        free.Enqueue(buffer.Index);
        return DeviceError.None;
    }

    private DeviceError Dequeue(ref V4l2.FrameBuffer buffer)
    {
        if (!filled.TryDequeue(out var next))
            return DeviceError.Again;
        buffer = next;
        return DeviceError.None;
    }

    private DeviceError Stream(Handle? handle)
    {
        streaming = handle;
        return DeviceError.None;
    }

    private sealed class Handle(FakeCamera camera) : DeviceFile
    {
        private bool isOpen = true;

        public override DeviceError Control<T>(uint request, ref T argument) => camera.Answer(this, request, ref argument);

        public override DeviceError Map(long offset, int length, out IMemoryOwner<byte>? memory)
        {
            memory = new Mapping(camera, camera.memory[(int)(offset >> 12)]);
            camera.OpenMaps++;
            return DeviceError.None;
        }

        public override DeviceState Wait(int milliseconds)
        {
            for (var start = Stopwatch.GetTimestamp(); ; camera.given.WaitOne(2))
            {
                lock (camera.gate)
                {
                    if (!camera.IsPlugged)
                        return DeviceState.Broken;
                    if (camera.filled.Count > 0 || camera.Failing.ContainsKey(V4l2.DequeueBuffer))
                        return DeviceState.Ready;
                }
                if (Stopwatch.GetElapsedTime(start).TotalMilliseconds >= milliseconds)
                    return DeviceState.Quiet;
            }
        }

        protected override void Dispose(bool disposing)
        {
            if (!isOpen)
                return;
            isOpen = false;
            lock (camera.gate)
            {
                camera.OpenFiles--;
                camera.streaming = camera.streaming == this ? null : camera.streaming;
            }
        }
    }

    private sealed class Mapping(FakeCamera camera, byte[] bytes) : IMemoryOwner<byte>
    {
        public Memory<byte> Memory => bytes;

        public void Dispose() => camera.OpenMaps--;
    }
}
