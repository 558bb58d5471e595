// Processes that are waited for end when asked to, and with this one.

namespace Engine.Tests;

public sealed class FfmpegTests
{
    // Frames without end, of which nobody reads any: it waits for ever.
    private static readonly string[] Endless = ["-loglevel", "error", "-f", "lavfi", "-i", "testsrc=size=320x240", "-f", "rawvideo", "pipe:1"];

    [Test]
    public void A_token_ends_whoever_waits()
    {
        using var asked = new CancellationTokenSource();
        using var ffmpeg = new Ffmpeg(["-loglevel", "error", "-f", "rawvideo", "-video_size", "64x64", "-i", "pipe:0", "-f", "rawvideo", "pipe:1"],
            cancellation: asked.Token);
        // It is given nothing, so that it gives nothing.
        var reading = Task.Run(ffmpeg.Output.ReadByte);
        Assert.That(reading.Wait(TimeSpan.FromMilliseconds(200)), Is.False);
        asked.Cancel();
        Assert.That(reading.Wait(TimeSpan.FromSeconds(30)), Is.True, "it hangs");
        Assert.That(reading.Result, Is.EqualTo(-1));
        Assert.That(() => ffmpeg.Wait(), Throws.InstanceOf<OperationCanceledException>());
        Assert.That(() => new Ffmpeg(Endless, cancellation: asked.Token), Throws.InstanceOf<OperationCanceledException>());
    }

    [Test]
    public void The_thread_that_asked_for_it_may_end()
    {
        Ffmpeg? ffmpeg = null;
        var thread = new Thread(() => ffmpeg = new Ffmpeg(Endless));
        thread.Start();
        thread.Join();
        using (ffmpeg)
        {
            Task.Delay(300).Wait();
            var frame = new byte[320 * 240 * 3 * 20];
            Assert.That(ffmpeg!.Output.ReadAtLeast(frame, frame.Length, throwOnEndOfStream: false), Is.EqualTo(frame.Length), "it goes on");
        }
    }
}
