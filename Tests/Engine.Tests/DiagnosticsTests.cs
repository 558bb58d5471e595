// F3: the parts of a frame, on the processor and on the device, and what sources are late by and lose.
using System.Diagnostics;

namespace Engine.Tests;

public sealed class DiagnosticsTests
{
    private App app = null!;

    [SetUp]
    public void CreateApp()
    {
        app = new App(new AppOptions { Headless = true, Width = 320, Height = 180 }, GpuFixture.Gpu);
        app.Install(new EnginePlugin());
    }

    [TearDown]
    public void DisposeApp() => app.Dispose();

    [Test]
    public void F3_shows_and_hides_it_in_every_scene()
    {
        app.Run(2);
        var before = Picture();
        Assert.That(Parts(), Is.All.Matches<FramePart>(p => p is { CpuMilliseconds: 0, GpuMilliseconds: 0 }), "nobody looks: nothing is measured");
        app.Input.Press(Key.F3);
        app.Input.Release(Key.F3);
        app.Run(8);
        Assert.That(app.Diagnostics.IsShown);
        var shown = Picture();
        Assert.That(Differing(before, shown, 0, 220), Is.Zero, "left of it");
        Assert.That(Differing(before, shown, 230, 310), Is.GreaterThan(2000));
        app.Input.Press(Key.F3);
        app.Run(1);
        Assert.That(Picture(), Is.EqualTo(before));
    }

    [Test]
    public void Parts_are_named_and_what_is_dear_is_seen_to_be()
    {
        using var buffer = app.Gpu.Buffer<uint>(4 << 20, "much");
        app.Every(Phase.Update, Idle);
        app.Every(Phase.Compute, frame =>
        {
            for (var i = 0; i < 8; i++)
            {
                frame.Commands.Fill(buffer, (uint)i);
                frame.Commands.Barrier();
            }
        });
        app.Diagnostics.IsMeasuring = true;
        app.Run(12);
        app.Gpu.WaitIdle();
        app.Run(1);
        var parts = app.Diagnostics.Parts;
        Assert.That(parts.Select(p => p.Name), Is.SupersetOf((string[])
            ["(wait for the device)", "(submit)", "Slider", "VideoSource", "FullscreenSystem", "Readout", "DrawSystem", "DiagnosticsTests"]));
        FramePart[] own = [.. parts.Where(p => p.Name == nameof(DiagnosticsTests))];
        Assert.That(own, Has.Length.EqualTo(2), "a method of this class, and what is written in it");
        Assert.That(own[0].CpuMilliseconds, Is.GreaterThan(1.9));
        Assert.That(own[1].CpuMilliseconds, Is.GreaterThan(0));
        Assert.That(app.Diagnostics.HasGpuTimes);
        Assert.That(own[1].GpuMilliseconds, Is.GreaterThan(0.5), "128 MiB written");
        Assert.That(own[1].GpuMilliseconds, Is.EqualTo(parts.Max(p => p.GpuMilliseconds)), "nothing else comes near it");
        Assert.That(parts.Single(p => p.Name == "DrawSystem").GpuMilliseconds, Is.GreaterThan(0));
        Assert.That(app.Diagnostics.GpuMilliseconds, Is.GreaterThan(own[1].GpuMilliseconds * 0.9));
        Assert.That(app.Diagnostics.FrameMilliseconds, Is.GreaterThan(own[0].CpuMilliseconds));
        Assert.That(app.Diagnostics.IsShown, Is.False);

        static void Idle(Frame frame)
        {
            for (var start = Stopwatch.GetTimestamp(); Stopwatch.GetElapsedTime(start).TotalMilliseconds < 2;)
            {
            }
        }
    }

    [Test]
    public void A_system_that_comes_later_is_measured_too()
    {
        app.Diagnostics.IsShown = true;
        app.Run(4);
        app.Every(Phase.Draw, frame => frame.Commands.Barrier());
        app.Run(6);
        Assert.That(app.Diagnostics.Parts[^1].CpuMilliseconds, Is.GreaterThan(0));
        SteadyFrames.AllocateNothing(_ => app.Step());
    }

    [Test]
    public void Pictures_that_nobody_took_are_counted()
    {
        using var source = new Counted(1000);
        var rgba = new byte[4];
        Assert.That((source.Delivered, source.Dropped), Is.EqualTo((0, 0)));
        source.TryTakeAt(0, rgba, out _);
        Assert.That((source.Delivered, source.Dropped), Is.EqualTo((1, 0)));
        source.TryTakeAt(6, rgba, out _);
        Assert.That((source.Delivered, source.Dropped), Is.EqualTo((101, 99)), "a hundred in a tenth of a second, of which the last is shown");

        using var live = new Counted(500);
        live.Start();
        Assert.That(() => live.Delivered, Is.GreaterThan(20).After(5000, 2));
        live.TryTake(rgba, out _);
        Assert.That(live.Dropped, Is.GreaterThan(10));
        Assert.That(live.TakenAt, Is.GreaterThan(0));
    }

    [Test]
    public void What_a_source_gives_can_be_read_on_a_label()
    {
        app.Dispose();
        app = new App(new AppOptions { Headless = true, Deterministic = false, Width = 32, Height = 18 }, GpuFixture.Gpu);
        app.Install(new EnginePlugin());
        var path = Path.Combine(Path.GetTempPath(), $"{Guid.NewGuid()}.yaml");
        File.WriteAllText(path, """
            entities:
              - name: camera
                VideoSource: { width: 16, height: 8, rate: 200 }
              - name: late
                Label:
                Readout: { target: camera }
              - name: lost
                Label:
                Readout: { target: camera, show: dropped }
            """);
        try
        {
            var scene = app.Load(path);
            app.Input.Press(Key.F3);
            app.Run(1);
            var feed = app.World.Get<Feed>(scene.Find("camera"));
            using var never = new ManualResetEvent(false);
            for (var frame = 0; frame < 200 && (double.IsNaN(feed.Latency) || feed.Dropped == 0); frame++)
            {
                never.WaitOne(20);
                app.Step();
            }
            Assert.That(feed.Latency, Is.InRange(0, 1000));
            Assert.That(feed.Dropped, Is.GreaterThan(0).And.LessThan(feed.Delivered));
            app.Step();
            var texts = scene.Texts().ToDictionary(t => t.Name, t => t.Text);
            Assert.That(texts["late"], Does.Match(@"^\d+ ms late$"));
            Assert.That(texts["lost"], Does.Match(@"^\d+ of \d+ pictures dropped$"));
        }
        finally
        {
            File.Delete(path);
        }
    }

    private FramePart[] Parts() => [.. app.Diagnostics.Parts];

    private byte[] Picture() => app.Gpu.Download(app.Target.Image);

    private static int Differing(byte[] a, byte[] b, int from, int to) =>
        Enumerable.Range(0, 180).Sum(y => Enumerable.Range(from, to - from).Count(x => a[(y * 320 + x) * 4] != b[(y * 320 + x) * 4]));

    private sealed class Counted(double rate) : FrameSource(1, 1, rate)
    {
        protected override bool Produce(long n, Span<byte> rgba, out int label)
        {
            label = -1;
            return true;
        }
    }
}
