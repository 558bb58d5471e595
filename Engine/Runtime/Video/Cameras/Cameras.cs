// Which cameras there are.
namespace Engine;

/// <summary>The cameras of this machine (Linux: Video for Linux 2).</summary>
public static class Cameras
{
    /// <summary>Columns, rows and pictures a second by which cameras are ordered, as most scenes want them.</summary>
    public const int UsualWidth = 640, UsualHeight = 480, UsualRate = 30;

    // A driver that goes on for ever must not hold up the program.
    private const int MostAnswers = 500;

    /// <summary>All cameras, best first: those that can be used, by what they lack of 640×480 at 30 pictures a second, then by number.</summary>
    public static IReadOnlyList<CameraDevice> List() => List(VideoDevices.Machine);

    internal static IReadOnlyList<CameraDevice> List(VideoDevices devices)
    {
        if (!DeviceFile.IsSupported)
            return [];
        var ids = devices.Ids();
        return [.. devices.Paths().Select(path => Look(devices, path, ids)).OfType<CameraDevice>()
            .OrderBy(c => c.Trouble.Length == 0 ? 0 : 1)
            .ThenBy(c => c.Best(UsualWidth, UsualHeight, UsualRate)?.Cost ?? double.PositiveInfinity)];
    }

    /// <summary>What lies at a path; null for a device that captures no pictures.</summary>
    internal static CameraDevice? Look(VideoDevices devices, string path, IReadOnlyDictionary<string, string> ids)
    {
        var id = ids.GetValueOrDefault(path, "");
        var error = devices.Open(path, out var file);
        if (file is null)
            return error is DeviceError.NoFile ? null : new CameraDevice(path, "", "", "", id, [], CameraTrouble.OfOpening(path, error));
        using (file)
        {
            var about = default(V4l2.Capability);
            if (file.Control(V4l2.QueryCapability, ref about) != DeviceError.None)
                return null;
            var can = (about.All & V4l2.HasDeviceCapabilities) != 0 ? about.OfDevice : about.All;
            if ((can & (V4l2.VideoCapture | V4l2.CaptureOfPlanes)) == 0)
                return null;
            var (name, driver, bus) = (about.Card.ToString(), about.Driver.ToString(), about.Bus.ToString());
            var trouble = (can & V4l2.VideoCapture) == 0 ? "it gives pictures in several planes of memory, which are not read here"
                : (can & V4l2.Streaming) == 0 ? "it has no memory that pictures could be taken from" : "";
            return new CameraDevice(path, name, driver, bus, id, trouble.Length > 0 ? [] : Formats(file), trouble);
        }
    }

    private static List<CameraFormat> Formats(DeviceFile file)
    {
        var found = new List<CameraFormat>();
        for (var i = 0u; i < MostAnswers; i++)
        {
            var answer = new V4l2.FormatDescription { Index = i, Type = V4l2.CaptureBuffers };
            if (file.Control(V4l2.EnumerateFormats, ref answer) != DeviceError.None)
                break;
            var isRead = CameraEncoding.Find(answer.Code) is not null;
            var code = V4l2.Letters(answer.Code);
            if (found.All(f => f.Code != code))
                found.Add(new CameraFormat(code, answer.Description.ToString(), isRead, isRead ? Sizes(file, answer.Code) : []));
        }
        return found;
    }

    private static List<CameraSize> Sizes(DeviceFile file, uint code)
    {
        var found = new List<CameraSize>();
        for (var i = 0u; i < MostAnswers; i++)
        {
            var answer = new V4l2.FrameSize { Index = i, Code = code };
            if (file.Control(V4l2.EnumerateSizes, ref answer) != DeviceError.None)
                break;
            if (answer.Kind == V4l2.Discrete)
            {
                var (width, height) = (Side(answer.Width), Side(answer.Height));
                var (rates, isAny) = Rates(file, code, width, height);
                found.Add(new(width, height, width, height, 1, 1, rates, isAny));
                continue;
            }
            var (least, lowest) = (Side(answer.Width), Side(answer.LeastHeight));
            var (most, highest) = (Math.Max(least, Side(answer.MostWidth)), Math.Max(lowest, Side(answer.MostHeight)));
            var some = new CameraSize(least, lowest, most, highest, Side(answer.StepWidth), Side(answer.StepHeight), [], false);
            // Rates depend on the size; those of a usual one are told.
            var usual = some.Near(UsualWidth, UsualHeight);
            var range = Rates(file, code, usual.Width, usual.Height);
            found.Add(some with { Rates = range.Rates, IsAnyRate = range.IsAny });
            break;
        }
        // Some drivers have one size, and do not say which until they are asked for one.
        return found.Count > 0 ? found : [new(UsualWidth, UsualHeight, UsualWidth, UsualHeight, 1, 1, [], false)];
    }

    private static (IReadOnlyList<double> Rates, bool IsAny) Rates(DeviceFile file, uint code, int width, int height)
    {
        var found = new List<double>();
        var isAny = false;
        for (var i = 0u; i < MostAnswers && !isAny; i++)
        {
            var answer = new V4l2.FrameInterval { Index = i, Code = code, Width = (uint)width, Height = (uint)height };
            if (file.Control(V4l2.EnumerateIntervals, ref answer) != DeviceError.None)
                break;
            found.Add(answer.Denominator / (double)Math.Max(1, answer.Numerator));
            isAny = answer.Kind != V4l2.Discrete;
            if (isAny)
                found.Add(answer.MostDenominator / (double)Math.Max(1, answer.MostNumerator));
        }
        return ([.. found.Where(r => r > 0).Distinct().OrderDescending()], isAny);
    }

    private static int Side(uint told) => (int)Math.Clamp(told, 1, 1 << 16);
}
