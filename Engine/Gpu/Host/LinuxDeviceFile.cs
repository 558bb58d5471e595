// The system calls behind a device.
using System.Buffers;
using System.Runtime.InteropServices;

namespace Engine;

/// <summary>A device by its file descriptor.</summary>
internal sealed unsafe partial class LinuxDeviceFile : DeviceFile
{
    private const int ReadAndWrite = 2, NonBlocking = 0x800, CloseOnExec = 0x80000;
    private const int ReadableAndWritable = 3, Shared = 1;
    private const short Readable = 1, IsGone = 8 | 16 | 32;
    private int descriptor;

    private LinuxDeviceFile(int descriptor) => this.descriptor = descriptor;

    internal static DeviceError Open(string path, out LinuxDeviceFile? file)
    {
        file = null;
        int opened;
        while ((opened = OpenFile(path, ReadAndWrite | NonBlocking | CloseOnExec)) < 0)
        {
            if (LastError is not DeviceError.Interrupted and var error)
                return error;
        }
        file = new LinuxDeviceFile(opened);
        return DeviceError.None;
    }

    public override DeviceError Control<T>(uint request, ref T argument)
    {
        ObjectDisposedException.ThrowIf(descriptor < 0, this);
        fixed (T* at = &argument)
        {
            while (Control(descriptor, request, at) < 0)
            {
                if (LastError is not DeviceError.Interrupted and var error)
                    return error;
            }
        }
        return DeviceError.None;
    }

    public override DeviceError Map(long offset, int length, out IMemoryOwner<byte>? memory)
    {
        ObjectDisposedException.ThrowIf(descriptor < 0, this);
        memory = null;
        var at = MapMemory(null, (nuint)length, ReadableAndWritable, Shared, descriptor, offset);
        if ((nint)at == -1)
            return LastError;
        memory = new Mapping(at, length);
        return DeviceError.None;
    }

    public override DeviceState Wait(int milliseconds)
    {
        ObjectDisposedException.ThrowIf(descriptor < 0, this);
        var asked = new Poll { Descriptor = descriptor, Events = Readable };
        // A signal ends the wait early: whoever waits asks again.
        if (WaitFor(&asked, 1, milliseconds) <= 0)
            return DeviceState.Quiet;
        return (asked.Answer & IsGone) != 0 ? DeviceState.Broken : DeviceState.Ready;
    }

    protected override void Dispose(bool disposing)
    {
        if (descriptor >= 0)
            _ = Close(descriptor);
        descriptor = -1;
    }

    private static DeviceError LastError => (DeviceError)Marshal.GetLastPInvokeError();

    [StructLayout(LayoutKind.Sequential)]
    private struct Poll
    {
        public int Descriptor;
        public short Events, Answer;
    }

    private sealed class Mapping(byte* at, int length) : MemoryManager<byte>
    {
        private byte* at = at;

        public override Span<byte> GetSpan()
        {
            ObjectDisposedException.ThrowIf(at is null, this);
            return new Span<byte>(at, length);
        }

        // It lies where it lies.
        public override MemoryHandle Pin(int elementIndex = 0) => new(at + elementIndex);

        public override void Unpin()
        {
        }

        protected override void Dispose(bool disposing)
        {
            if (at is not null)
                _ = UnmapMemory(at, (nuint)length);
            at = null;
        }
    }

    [LibraryImport("libc", EntryPoint = "open", StringMarshalling = StringMarshalling.Utf8, SetLastError = true)]
    private static partial int OpenFile(string path, int flags);

    [LibraryImport("libc", EntryPoint = "close", SetLastError = true)]
    private static partial int Close(int descriptor);

    [LibraryImport("libc", EntryPoint = "ioctl", SetLastError = true)]
    private static partial int Control(int descriptor, nuint request, void* argument);

    [LibraryImport("libc", EntryPoint = "mmap", SetLastError = true)]
    private static partial byte* MapMemory(void* wanted, nuint length, int protection, int flags, int descriptor, long offset);

    [LibraryImport("libc", EntryPoint = "munmap", SetLastError = true)]
    private static partial int UnmapMemory(void* at, nuint length);

    [LibraryImport("libc", EntryPoint = "poll", SetLastError = true)]
    private static partial int WaitFor(Poll* asked, nuint count, int milliseconds);
}
