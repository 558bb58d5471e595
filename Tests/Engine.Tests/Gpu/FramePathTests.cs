// The frame path: readbacks, timers, and frames that allocate nothing.
namespace Engine.Tests;

public sealed class FramePathTests
{
    private static Gpu Gpu => GpuFixture.Gpu;

    private readonly record struct Push(uint Count, float A, float B);

    [Test]
    public void Readback_arrives_exactly_two_frames_late_when_deterministic()
    {
        using var x = Gpu.Buffer<uint>(1, "x");
        using var readback = Gpu.Readback<uint>(1, "late");
        readback.Latency = 2;
        var value = new uint[1];
        for (uint frame = 0; frame < 20; frame++)
        {
            var arrived = readback.TryRead(value, out var from);
            Assert.That(arrived, Is.EqualTo(frame >= 2));
            if (arrived)
                Assert.That((value[0], from), Is.EqualTo((100 + frame - 2, (long)frame - 2)));
            var commands = Gpu.Begin();
            commands.Fill(x, 100 + frame);
            commands.Read(x, readback, frame);
            Gpu.Submit(commands);
            Gpu.Run(c => c.Barrier());                      // a submission that is no frame does not count
        }
    }

    [Test]
    public void Readback_delivers_the_newest_once_and_never_waits()
    {
        using var x = Gpu.Buffer<uint>(1, "x");
        using var readback = Gpu.Readback<uint>(1, "newest");
        readback.Latency = 0;
        var value = new uint[1];
        var open = Gpu.Begin();
        open.Fill(x, 1);
        open.Read(x, readback);
        Assert.That(readback.TryRead(value, out _), Is.False, "not even submitted");
        Gpu.Submit(open);
        for (uint i = 2; i < 12; i++)
        {
            var commands = Gpu.Begin();
            commands.Fill(x, i);
            commands.Read(x, readback, i);
            Gpu.Submit(commands);
        }
        Gpu.WaitIdle();
        Assert.That(readback.TryRead(value, out var frame), Is.True);
        Assert.That((value[0], frame), Is.EqualTo((11u, 11L)));
        Assert.That(readback.TryRead(value, out _), Is.False);
        var discarded = Gpu.Begin();
        discarded.Read(x, readback);
        Gpu.Discard(discarded);
        Gpu.WaitIdle();
        Assert.That(readback.TryRead(value, out _), Is.False);
    }

    [Test]
    public void Readback_that_keeps_all_delivers_everything_in_order()
    {
        using var x = Gpu.Buffer<uint>(1, "x");
        using var readback = Gpu.Readback<uint>(1, "all");
        (readback.Latency, readback.KeepAll) = (0, true);
        for (uint i = 0; i < 10; i++)
        {
            var commands = Gpu.Begin();
            for (uint k = 0; k < 3; k++)
            {
                commands.Barrier();
                commands.Fill(x, (i * 3) + k);
                commands.Read(x, readback);
            }
            Gpu.Submit(commands);
        }
        Gpu.WaitIdle();
        var value = new uint[1];
        for (uint i = 0; i < 30; i++)
        {
            Assert.That(readback.TryRead(value, out _), Is.True);
            Assert.That(value[0], Is.EqualTo(i));
        }
        Assert.That(readback.TryRead(value, out _), Is.False);
    }

    [Test]
    public void Timer_orders_timestamps_and_grows_with_work()
    {
        using var x = Gpu.Buffer<uint>(1 << 21, "x");
        using var timer = Gpu.Timer(4);
        var count = Gpu.Kernel("Test/count");
        var times = new double[4];
        Assert.That(timer.Read(times), Is.False);
        Gpu.Run(c =>
        {
            c.Timestamp(timer, 0);
            c.Fill(new Binding(x, 0, 1024), 0);
            c.Timestamp(timer, 1);
            c.Barrier();
            c.Dispatch(count, (1 << 21, 1, 1), 1u << 21, x);
            c.Barrier();
            c.Timestamp(timer, 2);
            Assert.That(() => c.Timestamp(timer, 4), Throws.InstanceOf<ArgumentOutOfRangeException>());
        });
        times = timer.ReadMilliseconds();
        Assert.That(times[0], Is.Zero);
        Assert.That(times[1], Is.GreaterThanOrEqualTo(0));
        Assert.That(times[2], Is.GreaterThan(times[1]));
        Assert.That(times[3], Is.NaN);
        var again = new double[4];
        Assert.That(timer.Read(again), Is.True);
        Assert.That(again, Is.EqualTo(times));
        Gpu.Run(c =>
        {
            c.Timestamp(timer, 0);
            c.Dispatch(count, (1 << 21, 1, 1), 1u << 21, x);
            c.Timestamp(timer, 1);
            Assert.That(() => c.Collect(timer, 5), Throws.InstanceOf<ArgumentOutOfRangeException>());
            c.Collect(timer, 2);
        });
        Assert.That(timer.Read(times), Is.True);
        Assert.That((times[0], times[1] > 0, double.IsNaN(times[2])), Is.EqualTo((0.0, true, true)), "copied by the device");
    }

    [Test]
    public void Steady_frames_allocate_nothing_on_the_managed_heap()
    {
        using var gpu = Gpu.Open(new GpuOptions { Validation = false, ShaderFolder = GpuFixture.ShaderFolders });
        using GpuBuffer x = gpu.Buffer<float>(1024, "x"), y = gpu.Buffer<float>(1024, "y");
        using var image = gpu.Image(32, 32, "image");
        using var readback = gpu.Readback<float>(1024, "y");
        using var timer = gpu.Timer(2);
        var count = gpu.Kernel("Test/count");
        using var recording = gpu.Record("recording", c => c.Dispatch(count, (1024, 1, 1), 1024u, x));
        float[] data = new float[1024], result = new float[1024];
        var pixels = new byte[32 * 32 * 4];
        var times = new double[2];
        var delivered = 0;
        SteadyFrames.AllocateNothing(frame =>
        {
            if (readback.TryRead(result, out _))
                delivered++;
            var c = gpu.Begin();
            c.Timestamp(timer, 0);
            c.Upload<float>(x, data);
            c.Upload(image, pixels);
            c.Barrier();
            c.Dispatch(gpu.Kernel("Test/scale", (0, 64)), (1024, 1, 1), new Push(1024, 1, 2), x, y);
            c.Execute(recording);
            c.Read(y, readback);
            c.Timestamp(timer, 1);
            gpu.Submit(c);
            timer.Read(times);
        });
        gpu.WaitIdle();
        Assert.That(delivered, Is.GreaterThan(0));
        Assert.That(result[5], Is.EqualTo(2f));
    }

    [Test]
    public void Commands_that_were_submitted_cannot_be_used_again()
    {
        using var x = Gpu.Buffer<uint>(16, "x");
        var commands = Gpu.Begin();
        Gpu.Submit(commands);
        Assert.That(() => commands.Fill(x, 0), Throws.InvalidOperationException);
        Assert.That(() => Gpu.Submit(commands), Throws.InvalidOperationException);
        Assert.That(() => Gpu.Wait(Gpu.Submitted + 1), Throws.InstanceOf<ArgumentOutOfRangeException>());
        Assert.That(() => Gpu.Run(_ => throw new NotSupportedException("mine")), Throws.InstanceOf<NotSupportedException>());
        Gpu.Run(c => c.Fill(x, 0));
    }
}
