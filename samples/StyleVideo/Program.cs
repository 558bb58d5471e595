// Paints a video in the manner of a style net, and writes another video: StyleVideo NET IN OUT.mp4 [FRAMES]
using CnnCompute;
using Engine;

const int Width = 256;
using var app = new App(new AppOptions { Headless = true });
var source = app.Source(args[1], 640, 360, rate: 60);
var painted = app.Net(args[0]).Paint(source, width: Width);
var reader = app.Read(painted);
var frames = args is [_, _, _, var number] ? int.Parse(number) : 600;

// Headless time goes by the frame, not by the clock: however long one takes, each arrives once, two frames later.
VideoWriter? video = null;
var pixels = new byte[Width * Width * 4];
while ((video?.Frames ?? 0) < frames)
{
    app.Step();
    if (!reader.TryRead(pixels, out _))
        continue;
    video ??= new VideoWriter(args[2], reader.Width, reader.Height, 60);
    video.Write(pixels.AsSpan(0, reader.Width * reader.Height * 4));
}
Console.WriteLine($"{video?.Frames} frames in {args[2]}");
video?.Dispose();
