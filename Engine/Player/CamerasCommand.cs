// The verb that lists cameras.
using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using Engine;

namespace Player;

/// <summary><c>cnn cameras</c>: what can be filmed with, best first.</summary>
internal static class CamerasCommand
{
    /// <summary>The verb.</summary>
    public static Command Create()
    {
        var json = new Option<bool>("--json") { Description = "Print everything that is known about each camera as JSON." };
        var command = new Command("cameras", "List the cameras of this machine with their formats, sizes and rates, best first; "
            + "the first one is what --source camera takes. Another is named by its path, such as: ./cnn play --source /dev/video0")
        {
            json,
        };
        command.SetAction(result =>
        {
            var cameras = Cameras.List();
            if (result.GetValue(json))
                Console.WriteLine(JsonSerializer.Serialize(cameras, DevicesCommand.Indented));
            else if (cameras.Count == 0)
                Console.WriteLine("no camera: nothing under /dev/video* gives pictures; plug one in");
            else
                Print(cameras);
        });
        return command;
    }

    private static void Print(IReadOnlyList<CameraDevice> cameras)
    {
        foreach (var camera in cameras)
        {
            Console.WriteLine(camera.Name.Length == 0 ? camera.Path : $"{camera.Path}  {camera.Name} ({camera.Driver}, {camera.Bus})");
            if (camera.Id.Length > 0)
                Console.WriteLine($"   {camera.Id}");
            if (camera.Trouble.Length > 0)
                Console.WriteLine($"   cannot be used: {camera.Trouble}");
            // Formats that differ in nothing else are told together.
            foreach (var alike in camera.Formats.Where(f => f.IsRead).GroupBy(f => string.Join("\n      ", f.Sizes.Select(Describe))))
                Console.WriteLine($"   {string.Join(' ', alike.Select(f => f.Code))}\n      {alike.Key}");
            if (camera.Formats.Where(f => !f.IsRead).Select(f => f.Code).ToArray() is { Length: > 0 } others)
                Console.WriteLine($"   not read here: {string.Join(' ', others)}");
            if (camera.ModeFor(Cameras.UsualWidth, Cameras.UsualHeight, Cameras.UsualRate) is { } mode)
            {
                var usual = $"{Cameras.UsualWidth}×{Cameras.UsualHeight} at {Cameras.UsualRate}";
                Console.WriteLine($"   for {usual}: {mode.Code} {mode.Width}×{mode.Height}{At([mode.Rate])}");
            }
            else if (camera.Formats.Count > 0)
            {
                Console.WriteLine("   read through ffmpeg");
            }
        }
    }

    private static string Describe(CameraSize size)
    {
        var sides = $"{size.Width}×{size.Height}";
        if (size.LargestWidth > size.Width || size.LargestHeight > size.Height)
            sides += $" to {size.LargestWidth}×{size.LargestHeight} in steps of {size.StepWidth}×{size.StepHeight}";
        return sides + (size.IsAnyRate ? $" at {Number(size.Rates[^1])} to {Number(size.Rates[0])}" : At(size.Rates));
    }

    private static string At(IReadOnlyList<double> rates) =>
        rates.Any(r => r > 0) ? $" at {string.Join(' ', rates.Select(Number))}" : "";

    private static string Number(double rate) => rate.ToString("0.##", CultureInfo.InvariantCulture);
}
