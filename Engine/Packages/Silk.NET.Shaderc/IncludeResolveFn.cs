// The managed shape of the callback that finds an include.
using System.Runtime.InteropServices;

namespace Silk.NET.Shaderc;

/// <summary>
/// (user data, requested source, <see cref="IncludeType"/> as int, requesting source, depth) → the include, never null:
/// an error has an empty name and its message as content.
/// </summary>
[UnmanagedFunctionPointer(CallingConvention.Cdecl)]
public unsafe delegate IncludeResult* IncludeResolveFn(void* arg0, byte* arg1, int arg2, byte* arg3, nuint arg4);
