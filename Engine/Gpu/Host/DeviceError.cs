// What the kernel says when a device refuses.
namespace Engine;

/// <summary>Error numbers of Linux as system calls return them; others than these may occur too.</summary>
public enum DeviceError
{
    /// <summary>All went well.</summary>
    None = 0,

    /// <summary>ENOENT: no such file.</summary>
    NoFile = 2,

    /// <summary>EINTR: a signal came; the call is to be repeated.</summary>
    Interrupted = 4,

    /// <summary>EIO: the device failed.</summary>
    Failed = 5,

    /// <summary>ENXIO: there is a file, and no device behind it.</summary>
    NoAddress = 6,

    /// <summary>EAGAIN: nothing is there yet.</summary>
    Again = 11,

    /// <summary>ENOMEM: no memory for it.</summary>
    NoMemory = 12,

    /// <summary>EACCES: not permitted to this user.</summary>
    Denied = 13,

    /// <summary>EBUSY: another program has it.</summary>
    Busy = 16,

    /// <summary>ENODEV: the device is gone.</summary>
    Gone = 19,

    /// <summary>EINVAL: it does not know that, or the end of a list.</summary>
    Invalid = 22,

    /// <summary>ENOTTY: it is no device of that kind.</summary>
    OtherKind = 25,

    /// <summary>ENOSPC: no room, such as on a USB bus.</summary>
    NoRoom = 28,
}
