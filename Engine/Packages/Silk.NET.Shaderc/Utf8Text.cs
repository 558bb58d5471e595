// A string as zero-terminated UTF-8 for the length of one native call.
using System.Runtime.InteropServices;

namespace Silk.NET.Shaderc;

internal readonly unsafe ref struct Utf8Text(string? text)
{
    internal readonly byte* Pointer = (byte*)Marshal.StringToCoTaskMemUTF8(text);

    public void Dispose() => Marshal.FreeCoTaskMem((nint)Pointer);
}
