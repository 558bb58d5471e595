// Opens files that a user names: regular files only, and none longer than its format can be.
using System.Runtime.InteropServices;
using System.Text;
using Microsoft.Win32.SafeHandles;

namespace Engine;

/// <summary>
/// Reads files whose names come from outside. A pipe would wait for ever and a device has no end, so anything but a regular file (links are
/// followed) is refused in one sentence before it is read, and so is one that is longer than the caller can use. Opening never blocks.
/// </summary>
public static partial class RegularFile
{
    private const int BufferSize = 1 << 16;
    private const int ReadOnly = 0, NoControllingTerminal = 0x100, NonBlocking = 0x800, CloseOnExec = 0x80000;
    private const int CurrentDirectory = -100, EmptyPath = 0x1000, NoFollow = 0x100;

    // STATX_TYPE, _MODE, _NLINK and _INO.
    private const uint Wanted = 0x107;

    private const int NotPermitted = 1, NoSuchFile = 2, AccessDenied = 13, NotADirectory = 20;

    /// <summary>Opens a file for reading.</summary>
    /// <param name="path">Its name; links are followed.</param>
    /// <param name="maxBytes">The most bytes that it may have.</param>
    /// <exception cref="FileNotFoundException">There is no such file.</exception>
    /// <exception cref="InvalidDataException">It is a folder, a pipe, a device or a socket, or too long; named.</exception>
    /// <exception cref="IOException">It cannot be opened.</exception>
    /// <exception cref="UnauthorizedAccessException">It may not be read.</exception>
    public static FileStream Open(string path, long maxBytes = long.MaxValue)
    {
        // As .NET: a file is there or it is not, whatever is odd in its name.
        if (path.Length == 0 || path.Contains('\0', StringComparison.Ordinal))
            throw new FileNotFoundException($"{path.Replace("\0", "\\0", StringComparison.Ordinal)}: no such file", path);
        var stream = OperatingSystem.IsLinux() ? OpenUnblocked(path) : OpenPlain(path);
        if (stream.Length <= maxBytes)
            return stream;
        var length = stream.Length;
        stream.Dispose();
        throw new InvalidDataException($"{path}: it has {length:N0} bytes; at most {maxBytes:N0} are read");
    }

    /// <summary>All bytes of a file.</summary>
    /// <inheritdoc cref="Open"/>
    public static byte[] ReadAllBytes(string path, long maxBytes = int.MaxValue)
    {
        using var file = Open(path, Math.Min(maxBytes, Array.MaxLength));
        var bytes = new byte[file.Length];
        file.ReadExactly(bytes);
        return bytes;
    }

    /// <summary>All of a file as text: UTF-8, or what a byte order mark says.</summary>
    /// <inheritdoc cref="Open"/>
    public static string ReadAllText(string path, long maxBytes)
    {
        using var reader = new StreamReader(Open(path, Math.Min(maxBytes, Array.MaxLength)), Encoding.UTF8);
        return reader.ReadToEnd();
    }

    /// <summary>How many names an open file has; 1 where the system does not tell.</summary>
    public static int Links(FileStream file) =>
        OperatingSystem.IsLinux() && Stat(file.SafeFileHandle, out var status) ? (int)Math.Min(status.Links, int.MaxValue) : 1;

    /// <summary>Whether a path, links not followed, is a name of the open file.</summary>
    public static bool IsName(FileStream file, string path) => OperatingSystem.IsLinux() && Stat(file.SafeFileHandle, out var status)
        && Statx(CurrentDirectory, path, NoFollow, Wanted, out var named) == 0
        && (named.Inode, named.DeviceMajor, named.DeviceMinor) == (status.Inode, status.DeviceMajor, status.DeviceMinor);

    private static FileStream OpenPlain(string path)
    {
        if (Directory.Exists(path))
            throw Refused(path, "a folder");
        return File.Exists(path) ? File.OpenRead(path) : throw new FileNotFoundException($"{path}: no such file", path);
    }

    private static FileStream OpenUnblocked(string path)
    {
        // Opening some devices does something by itself: what the name says is looked at first, and what was opened again.
        if (Statx(CurrentDirectory, path, 0, Wanted, out var named) == 0 && !named.IsRegular)
            throw Refused(path, named.Kind);
        var handle = OpenFile(path, ReadOnly | NoControllingTerminal | NonBlocking | CloseOnExec);
        var error = Marshal.GetLastPInvokeError();
        if (handle < 0)
            throw Unopened(path, error);
        var file = new SafeFileHandle(handle, ownsHandle: true);
        if (Stat(file, out var status) && !status.IsRegular)
        {
            file.Dispose();
            throw Refused(path, status.Kind);
        }
        return new FileStream(file, FileAccess.Read, BufferSize);
    }

    private static Exception Refused(string path, string kind) =>
        new InvalidDataException($"{path}: it is {kind}, no regular file; only regular files are read");

    private static Exception Unopened(string path, int error) => error switch
    {
        NoSuchFile or NotADirectory => new FileNotFoundException($"{path}: no such file", path),
        AccessDenied or NotPermitted => new UnauthorizedAccessException($"{path}: it may not be read ({Marshal.GetPInvokeErrorMessage(error)})"),
        _ => new IOException($"{path}: it cannot be opened ({Marshal.GetPInvokeErrorMessage(error)})"),
    };

    private static bool Stat(SafeFileHandle file, out Status status) =>
        Statx((int)file.DangerousGetHandle(), "", EmptyPath, Wanted, out status) == 0;

    // struct statx, the same on every processor.
    [StructLayout(LayoutKind.Explicit, Size = 256)]
    private struct Status
    {
        [FieldOffset(16)]
        public uint Links;

        [FieldOffset(28)]
        public ushort Mode;

        [FieldOffset(32)]
        public ulong Inode;

        [FieldOffset(136)]
        public uint DeviceMajor;

        [FieldOffset(140)]
        public uint DeviceMinor;

        public readonly bool IsRegular => (Mode & 0xF000) == 0x8000;

        public readonly string Kind => (Mode & 0xF000) switch
        {
            0x4000 => "a folder",
            0x1000 => "a pipe",
            0x2000 or 0x6000 => "a device",
            0xC000 => "a socket",
            _ => "something else",
        };
    }

    [LibraryImport("libc", EntryPoint = "open", StringMarshalling = StringMarshalling.Utf8, SetLastError = true)]
    private static partial int OpenFile(string path, int flags);

    [LibraryImport("libc", EntryPoint = "statx", StringMarshalling = StringMarshalling.Utf8, SetLastError = true)]
    private static partial int Statx(int folder, string path, int flags, uint mask, out Status status);
}
