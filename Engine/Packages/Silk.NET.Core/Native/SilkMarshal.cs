// Strings and delegates across the border to native code.
using System.Collections.Concurrent;
using System.Runtime.InteropServices;
using System.Text;

namespace Silk.NET.Core.Native;

public static unsafe class SilkMarshal
{
    // How many strings hang off an array's block: one Free of the array frees them too.
    private static readonly ConcurrentDictionary<nint, int> arrays = new();

    /// <summary>Zeroed memory; give it back with <see cref="Free"/>.</summary>
    public static nint Allocate(int length) => (nint)NativeMemory.AllocZeroed((nuint)Math.Max(length, 1));

    /// <summary>Frees what this class allocated; false for the null pointer.</summary>
    public static bool Free(nint ptr)
    {
        if (ptr == 0)
            return false;
        if (arrays.TryRemove(ptr, out int strings))
        {
            for (int i = 0; i < strings; i++)
                NativeMemory.Free(((void**)ptr)[i]);
        }

        NativeMemory.Free((void*)ptr);
        return true;
    }

    /// <summary>A zero-terminated copy; the null pointer for null.</summary>
    public static nint StringToPtr(string? input, NativeStringEncoding encoding = NativeStringEncoding.Ansi)
    {
        if (input is null)
            return 0;
        nint ptr = Allocate(Size(input, encoding));
        EncodingOf(encoding).GetBytes(input, new Span<byte>((void*)ptr, Size(input, encoding)));
        return ptr;
    }

    public static GlobalMemory StringToMemory(string? input, NativeStringEncoding encoding = NativeStringEncoding.Ansi) =>
        new(StringToPtr(input, encoding), input is null ? 0 : Size(input, encoding));

    /// <summary>Reads up to the terminating zero; null for the null pointer.</summary>
    public static string? PtrToString(nint input, NativeStringEncoding encoding = NativeStringEncoding.Ansi)
    {
        if (input == 0)
            return null;
        return encoding == NativeStringEncoding.Uni
            ? new string((char*)input)
            : Encoding.UTF8.GetString(MemoryMarshal.CreateReadOnlySpanFromNullTerminated((byte*)input));
    }

    /// <summary>An array of pointers to zero-terminated copies; one <see cref="Free"/> of it frees the strings too.</summary>
    public static nint StringArrayToPtr(IReadOnlyList<string> input, NativeStringEncoding e = NativeStringEncoding.Ansi)
    {
        nint ptr = Allocate(input.Count * sizeof(nint));
        for (int i = 0; i < input.Count; i++)
            ((nint*)ptr)[i] = StringToPtr(input[i], e);
        arrays[ptr] = input.Count;
        return ptr;
    }

    public static GlobalMemory StringArrayToMemory(IReadOnlyList<string> input, NativeStringEncoding e = NativeStringEncoding.Ansi) =>
        new(StringArrayToPtr(input, e), input.Count * sizeof(nint));

    public static string[] PtrToStringArray(nint input, int numStrings, NativeStringEncoding e = NativeStringEncoding.Ansi)
    {
        var strings = new string[numStrings];
        for (int i = 0; i < numStrings; i++)
            strings[i] = PtrToString(((nint*)input)[i], e)!;
        return strings;
    }

    /// <summary>A C function pointer that calls the delegate; valid while the delegate is kept alive, for ever where pinned.</summary>
    public static nint DelegateToPtr(Delegate @delegate, DelegatePointerKind kind = DelegatePointerKind.Stub, bool pinned = true)
    {
        if (pinned)
            GCHandle.Alloc(@delegate);
        return Marshal.GetFunctionPointerForDelegate(@delegate);
    }

    public static T PtrToDelegate<T>(nint ptr)
        where T : Delegate => Marshal.GetDelegateForFunctionPointer<T>(ptr);

    private static Encoding EncodingOf(NativeStringEncoding encoding) =>
        encoding == NativeStringEncoding.Uni ? Encoding.Unicode : Encoding.UTF8;

    private static int Size(string input, NativeStringEncoding encoding) =>
        EncodingOf(encoding).GetByteCount(input) + (encoding == NativeStringEncoding.Uni ? sizeof(char) : 1);
}
