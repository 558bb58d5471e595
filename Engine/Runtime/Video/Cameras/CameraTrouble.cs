// What to tell a person whose camera does not work.
namespace Engine;

/// <summary>Sentences for the kernel's answers: what, where, and what to do.</summary>
internal static class CameraTrouble
{
    /// <summary>No camera at all.</summary>
    internal const string None =
        "there is no camera: plug one in (./cnn cameras lists those there are), or name a video file or a folder of pictures";

    /// <summary>A path without a device.</summary>
    internal static string Missing(string path) => $"there is no camera at {path}; ./cnn cameras lists those there are";

    /// <summary>Why it was not opened, without the path.</summary>
    internal static string OfOpening(string path, DeviceError error) => error switch
    {
        DeviceError.Denied => $"this user may not use it; add them to the group of {path}, which is mostly `video` "
            + "(sudo usermod -aG video $USER), and log in again",
        DeviceError.Busy => "another program has it; close that one",
        DeviceError.Gone or DeviceError.NoAddress => "nothing is behind it any more; plug the camera in again",
        _ => $"it cannot be opened ({DeviceFile.Words(error)})",
    };

    /// <summary>Why it gives no pictures, as a sentence that begins with the camera.</summary>
    internal static string OfStarting(string camera, DeviceError error) => error switch
    {
        DeviceError.Busy => $"{camera}: another program takes its pictures; close that one",
        DeviceError.NoRoom => $"{camera}: its USB bus has no room for so many pictures; plug it in elsewhere, or ask for a smaller size or rate",
        DeviceError.NoMemory => $"{camera}: the machine has no memory for its pictures; ask for a smaller size",
        DeviceError.Gone or DeviceError.NoAddress => $"{camera} is not there any more; plug it in again",
        _ => $"{camera} cannot be started ({DeviceFile.Words(error)}); plug it in again, or try another of ./cnn cameras",
    };
}
