// A device of the kernel's as a file: opened, controlled, its memory looked into, waited for.
using System.Buffers;
using System.Runtime.InteropServices;

namespace Engine;

/// <summary>Whether a device has something to say.</summary>
public enum DeviceState
{
    /// <summary>Not in the time that was waited.</summary>
    Quiet,

    /// <summary>It has.</summary>
    Ready,

    /// <summary>It never will again: it is gone, or stopped.</summary>
    Broken,
}

/// <summary>
/// An open character device of Linux. Nothing throws for what a device answers: the caller knows what it means. For one thread at a time; nothing is
/// allocated after <see cref="Map"/>. Abstract so that tests can be a device.
/// </summary>
public abstract class DeviceFile : IDisposable
{
    /// <summary>Whether this machine has such devices, with structures laid out as on 64-bit Linux.</summary>
    public static bool IsSupported => OperatingSystem.IsLinux() && nint.Size == 8;

    /// <summary>Opens a device for reading and writing, without waiting for it.</summary>
    /// <param name="path">Such as <c>/dev/video0</c>.</param>
    /// <param name="file">It; null where the answer is not <see cref="DeviceError.None"/>.</param>
    public static DeviceError Open(string path, out DeviceFile? file)
    {
        var error = LinuxDeviceFile.Open(path, out var opened);
        file = opened;
        return error;
    }

    /// <summary>The kernel's words for an error, in English.</summary>
    public static string Words(DeviceError error) => Marshal.GetPInvokeErrorMessage((int)error);

    /// <summary>A request of the device's own kind (<c>ioctl</c>) with a structure that goes both ways.</summary>
    public abstract DeviceError Control<T>(uint request, ref T argument) where T : unmanaged;

    /// <summary>Memory of the device's, seen in place until the owner is disposed.</summary>
    /// <param name="offset">Where, as the device said.</param>
    /// <param name="length">Bytes.</param>
    /// <param name="memory">It; null where the answer is not <see cref="DeviceError.None"/>.</param>
    public abstract DeviceError Map(long offset, int length, out IMemoryOwner<byte>? memory);

    /// <summary>Waits at most so many milliseconds for something to read.</summary>
    public abstract DeviceState Wait(int milliseconds);

    /// <summary>Closes it.</summary>
    public void Dispose()
    {
        Dispose(true);
        GC.SuppressFinalize(this);
    }

    /// <summary>Closes it.</summary>
    protected abstract void Dispose(bool disposing);
}
