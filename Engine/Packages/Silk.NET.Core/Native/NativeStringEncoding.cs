// How strings cross into native memory.
namespace Silk.NET.Core.Native;

public enum NativeStringEncoding
{
    /// <summary>The system's 8-bit encoding; UTF-8 outside Windows.</summary>
    Ansi,
    LPStr = Ansi,
    Auto,
    LPTStr = Auto,
    Uni,
    LPWStr = Uni,
    UTF8,
    LPUTF8Str = UTF8,
}
