// A block of native memory with an owner.
namespace Silk.NET.Core.Native;

/// <summary>Frees its memory (and the strings of a string array) when disposed.</summary>
public sealed unsafe class GlobalMemory : IDisposable
{
    internal GlobalMemory(nint handle, int length)
    {
        Handle = handle;
        Length = length;
    }

    ~GlobalMemory() => SilkMarshal.Free(Handle);

    public nint Handle { get; private set; }

    /// <summary>Bytes.</summary>
    public int Length { get; }

    public ref byte this[int index] => ref AsSpan<byte>()[index];

    public Span<byte> AsSpan() => AsSpan<byte>();

    public Span<T> AsSpan<T>()
        where T : unmanaged => new((void*)Handle, Length / sizeof(T));

    public T* AsPtr<T>()
        where T : unmanaged => (T*)Handle;

    public static implicit operator nint(GlobalMemory memory) => memory.Handle;

    public static implicit operator void*(GlobalMemory memory) => (void*)memory.Handle;

    public static GlobalMemory Allocate(int length) => new(SilkMarshal.Allocate(length), length);

    public void Dispose()
    {
        SilkMarshal.Free(Handle);
        Handle = 0;
        GC.SuppressFinalize(this);
    }
}
