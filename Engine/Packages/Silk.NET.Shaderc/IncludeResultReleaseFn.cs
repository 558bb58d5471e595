// The managed shape of the callback that frees what an include callback returned.
using System.Runtime.InteropServices;

namespace Silk.NET.Shaderc;

/// <summary>(user data, result): called once for every resolved include.</summary>
[UnmanagedFunctionPointer(CallingConvention.Cdecl)]
public unsafe delegate void IncludeResultReleaseFn(void* arg0, IncludeResult* arg1);
