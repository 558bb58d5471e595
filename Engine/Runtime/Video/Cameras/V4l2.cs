// The kernel's words for cameras (linux/videodev2.h), as far as this engine speaks them.
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Text;

namespace Engine;

/// <summary>Structures, requests and numbers of Video for Linux 2 on 64-bit machines.</summary>
internal static class V4l2
{
    internal const uint VideoCapture = 1, VideoOutput = 2, CaptureOfPlanes = 0x1000, Streaming = 0x4000000,
        HasDeviceCapabilities = 0x80000000;
    internal const uint CaptureBuffers = 1, OutputBuffers = 2, Mapped = 1, HasFrameTime = 0x1000;
    internal const uint Discrete = 1;
    internal const uint Progressive = 1;
    internal const uint ExtendedMagic = 0xfeedcafe, Srgb = 8, Matrix601 = 1, LimitedRange = 2;
    internal const uint IsFaulty = 0x40, TimestampMask = 0xe000, TimestampMonotonic = 0x2000;

    internal static readonly uint QueryCapability = Request<Capability>(Read, 0), EnumerateFormats = Request<FormatDescription>(Both, 2),
        SetFormat = Request<Format>(Both, 5), RequestBuffers = Request<BufferRequest>(Both, 8), QueryBuffer = Request<FrameBuffer>(Both, 9),
        QueueBuffer = Request<FrameBuffer>(Both, 15), DequeueBuffer = Request<FrameBuffer>(Both, 17), StreamOn = Request<int>(Write, 18),
        StreamOff = Request<int>(Write, 19), SetParameters = Request<StreamParameters>(Both, 22), EnumerateSizes = Request<FrameSize>(Both, 74),
        EnumerateIntervals = Request<FrameInterval>(Both, 75);

    private const uint Write = 1, Read = 2, Both = 3;

    /// <summary>Four letters as the kernel packs them; the highest bit marks the order of bytes that few machines have.</summary>
    internal static uint Code(string letters) => letters[0] | ((uint)letters[1] << 8) | ((uint)letters[2] << 16) | ((uint)letters[3] << 24);

    /// <summary>The four letters.</summary>
    internal static string Letters(uint code)
    {
        Span<char> letters = [(char)(code & 0xff), (char)((code >> 8) & 0xff), (char)((code >> 16) & 0xff), (char)((code >> 24) & 0x7f)];
        foreach (ref var letter in letters)
            letter = letter is < ' ' or > '~' ? '?' : letter;
        return $"{new string(letters).TrimEnd()}{(code >> 31 == 1 ? "-BE" : "")}";
    }

    private static uint Request<T>(uint direction, uint number) where T : unmanaged =>
        (direction << 30) | ((uint)Unsafe.SizeOf<T>() << 16) | ('V' << 8) | number;

    private static string Text(ReadOnlySpan<byte> bytes) =>
        InputError.OneLine(Encoding.UTF8.GetString(bytes[..(bytes.IndexOf((byte)0) is >= 0 and var end ? end : bytes.Length)]));

    [InlineArray(16)]
    internal struct Text16
    {
        private byte first;

        public override readonly string ToString() => Text(this);
    }

    [InlineArray(32)]
    internal struct Text32
    {
        private byte first;

        public override readonly string ToString() => Text(this);
    }

    [StructLayout(LayoutKind.Explicit, Size = 104)]
    internal struct Capability
    {
        [FieldOffset(0)] public Text16 Driver;
        [FieldOffset(16)] public Text32 Card;
        [FieldOffset(48)] public Text32 Bus;
        [FieldOffset(84)] public uint All;
        [FieldOffset(88)] public uint OfDevice;
    }

    [StructLayout(LayoutKind.Explicit, Size = 64)]
    internal struct FormatDescription
    {
        [FieldOffset(0)] public uint Index;
        [FieldOffset(4)] public uint Type;
        [FieldOffset(12)] public Text32 Description;
        [FieldOffset(44)] public uint Code;
    }

    [StructLayout(LayoutKind.Explicit, Size = 44)]
    internal struct FrameSize
    {
        [FieldOffset(0)] public uint Index;
        [FieldOffset(4)] public uint Code;
        [FieldOffset(8)] public uint Kind;
        // Discrete: width, height. Otherwise least, most and step across, then down.
        [FieldOffset(12)] public uint Width;
        [FieldOffset(16)] public uint Height;
        [FieldOffset(16)] public uint MostWidth;
        [FieldOffset(20)] public uint StepWidth;
        [FieldOffset(24)] public uint LeastHeight;
        [FieldOffset(28)] public uint MostHeight;
        [FieldOffset(32)] public uint StepHeight;
    }

    [StructLayout(LayoutKind.Explicit, Size = 52)]
    internal struct FrameInterval
    {
        [FieldOffset(0)] public uint Index;
        [FieldOffset(4)] public uint Code;
        [FieldOffset(8)] public uint Width;
        [FieldOffset(12)] public uint Height;
        [FieldOffset(16)] public uint Kind;
        // Discrete: the interval in seconds as a fraction. Otherwise the least and the most.
        [FieldOffset(20)] public uint Numerator;
        [FieldOffset(24)] public uint Denominator;
        [FieldOffset(28)] public uint MostNumerator;
        [FieldOffset(32)] public uint MostDenominator;
    }

    [StructLayout(LayoutKind.Explicit, Size = 208)]
    internal struct Format
    {
        [FieldOffset(0)] public uint Type;
        [FieldOffset(8)] public uint Width;
        [FieldOffset(12)] public uint Height;
        [FieldOffset(16)] public uint Code;
        [FieldOffset(20)] public uint Field;
        [FieldOffset(24)] public uint RowBytes;
        [FieldOffset(28)] public uint PictureBytes;
        [FieldOffset(32)] public uint ColourSpace;
        [FieldOffset(36)] public uint Magic;
        [FieldOffset(44)] public uint Matrix;
        [FieldOffset(48)] public uint Range;
    }

    [StructLayout(LayoutKind.Explicit, Size = 204)]
    internal struct StreamParameters
    {
        [FieldOffset(0)] public uint Type;
        [FieldOffset(4)] public uint Capability;
        [FieldOffset(12)] public uint Numerator;
        [FieldOffset(16)] public uint Denominator;
    }

    [StructLayout(LayoutKind.Explicit, Size = 20)]
    internal struct BufferRequest
    {
        [FieldOffset(0)] public uint Count;
        [FieldOffset(4)] public uint Type;
        [FieldOffset(8)] public uint Memory;
    }

    [StructLayout(LayoutKind.Explicit, Size = 88)]
    internal struct FrameBuffer
    {
        [FieldOffset(0)] public uint Index;
        [FieldOffset(4)] public uint Type;
        [FieldOffset(8)] public uint BytesUsed;
        [FieldOffset(12)] public uint Flags;
        [FieldOffset(16)] public uint Field;
        [FieldOffset(24)] public long Seconds;
        [FieldOffset(32)] public long Microseconds;
        [FieldOffset(56)] public uint Sequence;
        [FieldOffset(60)] public uint Memory;
        [FieldOffset(64)] public uint Offset;
        [FieldOffset(72)] public uint Length;
    }
}
