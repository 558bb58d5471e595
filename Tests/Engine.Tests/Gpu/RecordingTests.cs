// Recordings: replay, slices, and what they refuse.
namespace Engine.Tests;

public sealed class RecordingTests
{
    private static Gpu Gpu => GpuFixture.Gpu;

    [Test]
    public void Recording_replays_in_order_within_and_across_submissions()
    {
        using var x = Gpu.Buffer<uint>(100, "x");
        var count = Gpu.Kernel("Test/count");
        Gpu.Run(c => c.Fill(x, 0));
        using var twice = Gpu.Record("twice", c =>
        {
            c.Dispatch(count, (100, 1, 1), 100u, x);
            c.Barrier();
            c.Dispatch(count, (100, 1, 1), 100u, x);
        });
        for (var i = 0; i < 5; i++)
        {
            var commands = Gpu.Begin();
            commands.Execute(twice);
            commands.Execute(twice);
            Gpu.Submit(commands);
        }
        Assert.That(Gpu.Download<uint>(x), Is.All.EqualTo(20));
    }

    [Test]
    public void Slices_are_executed_apart()
    {
        using var x = Gpu.Buffer<uint>(64, "x");
        var count = Gpu.Kernel("Test/count");
        using var recording = Gpu.Record("slices", c =>
        {
            c.Fill(x, 100);
            c.EndSlice();
            c.Dispatch(count, (64, 1, 1), 64u, x);
            c.EndSlice();
            c.Dispatch(count, (64, 1, 1), 64u, x);
            c.EndSlice();
        });
        Assert.That(recording.Slices, Is.EqualTo(3));
        Gpu.Run(c => c.Execute(recording, 0, 2));
        Assert.That(Gpu.Download<uint>(x), Is.All.EqualTo(101));
        Gpu.Run(c => c.Execute(recording, 2));
        Assert.That(Gpu.Download<uint>(x), Is.All.EqualTo(102));
        Gpu.Run(c => Assert.That(() => c.Execute(recording, 2, 2),
            Throws.InstanceOf<ArgumentOutOfRangeException>().With.Message.Contains("3 slices")));
    }

    [Test]
    public void Upload_in_a_recording_travels_with_it()
    {
        using var x = Gpu.Buffer<uint>(4, "x");
        using var recording = Gpu.Record("upload", c => c.Upload<uint>(x, [1, 2, 3, 4]));
        Gpu.Run(c => c.Fill(x, 9));
        Gpu.Run(c => c.Execute(recording));
        Assert.That(Gpu.Download<uint>(x), Is.EqualTo(new uint[] { 1, 2, 3, 4 }));
    }

    [Test]
    public void Recording_refuses_readbacks_timestamps_recordings_and_large_uploads()
    {
        using var x = Gpu.Buffer<uint>(100000, "x");
        using var readback = Gpu.Readback<uint>(100000);
        using var timer = Gpu.Timer(1);
        using var inner = Gpu.Record("inner", c => c.Fill(x, 1));
        using var recording = Gpu.Record("refusing", c => Assert.Multiple(() =>
        {
            Assert.That(() => c.Read(x, readback), Throws.InvalidOperationException);
            Assert.That(() => c.Timestamp(timer, 0), Throws.InvalidOperationException);
            Assert.That(() => c.Execute(inner), Throws.InvalidOperationException);
            Assert.That(() => c.Upload<uint>(x, new uint[100000]), Throws.ArgumentException.With.Message.Contains("65536"));
        }));
        Assert.That(recording.Slices, Is.EqualTo(1));
        Gpu.Run(c => Assert.That(() => c.EndSlice(), Throws.InvalidOperationException));
    }
}
