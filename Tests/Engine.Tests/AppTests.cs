// The loop: order of systems, time, input, what is disposed when, and that it costs no memory.

namespace Engine.Tests;

public sealed class AppTests
{
    private readonly List<string> log = [];
    private App app = null!;

    [SetUp]
    public void CreateApp()
    {
        log.Clear();
        app = new App(new AppOptions { Headless = true, Width = 64, Height = 48 }, GpuFixture.Gpu);
    }

    [TearDown]
    public void DisposeApp() => app.Dispose();

    [Test]
    public void What_is_loaded_is_said_and_can_be_given_up()
    {
        var told = new List<string>();
        using var stop = new CancellationTokenSource();
        using var app = new App(new AppOptions { Headless = true, Loading = told.Add, Cancellation = stop.Token }, GpuFixture.Gpu);
        Assert.That(app.Load("net.onnx", () => 7), Is.EqualTo(7));
        Assert.That(told, Is.EqualTo(["loading net.onnx…"]));
        Assert.That(() => app.Load("net.onnx", () => app.Load<int>("a part of it", () =>
        {
            stop.Cancel();
            app.Gpu.Run(_ => { });
            return 1;
        })), Throws.InstanceOf<OperationCanceledException>());
        Assert.That(told, Has.Count.EqualTo(2), "a part is not said apart");
        Assert.That(() => app.Gpu.Run(_ => { }), Throws.Nothing, "what comes after goes on");
    }

    [Test]
    public void Systems_run_by_phase_and_within_a_phase_as_installed()
    {
        app.Every(Phase.Draw, _ => log.Add("draw"))
            .Every(Phase.Compute, _ => log.Add("compute 1"))
            .Every(Phase.Update, _ => log.Add("update"))
            .Every(Phase.Compute, _ => log.Add("compute 2"))
            .Every(Phase.Capture, _ => log.Add("capture"));
        app.Step();
        Assert.That(log, Is.EqualTo(["capture", "update", "compute 1", "compute 2", "draw"]));
    }

    [Test]
    public void Headless_time_advances_a_sixtieth_of_a_second_per_frame()
    {
        app.Every(Phase.Update, f => log.Add(FormattableString.Invariant($"{f.Index} {f.Time:F4} {f.DeltaTime:F4} {f.Width}x{f.Height}")));
        app.Run(3);
        Assert.That(log, Is.EqualTo(["0 0.0000 0.0167 64x48", "1 0.0167 0.0167 64x48", "2 0.0333 0.0167 64x48"]));
        Assert.That(app.Frames, Is.EqualTo(3));
        Assert.That(app.IsDeterministic, Is.True);
    }

    [Test]
    public void A_system_stops_the_run()
    {
        app.Every(Phase.Update, f =>
        {
            if (f.Index == 4)
                f.App.Stop();
        });
        app.Run(100);
        Assert.That(app.Frames, Is.EqualTo(5));
        Assert.That(app.IsStopping, Is.True);
    }

    [Test]
    public void What_systems_record_is_submitted_once_after_the_last_phase()
    {
        using var buffer = app.Gpu.Buffer<uint>(4, "frames");
        var before = app.Gpu.Submitted;
        app.Every(Phase.Draw, f => f.Commands.Fill(buffer, 7));
        app.Every(Phase.Capture, f =>
        {
            f.Commands.Fill(buffer, 5);
            f.Commands.Barrier();
        });
        app.Step();
        Assert.That(app.Gpu.Submitted, Is.EqualTo(before + 1));
        Assert.That(app.Gpu.Download<uint>(buffer), Is.All.EqualTo(7));
    }

    [Test]
    public void A_given_device_stays_open_and_as_it_was()
    {
        using var other = new App(new AppOptions { Headless = true, Deterministic = false, Width = 8, Height = 8 }, GpuFixture.Gpu);
        Assert.That(GpuFixture.Gpu.Deterministic, Is.False);
        other.Step();
        other.Dispose();
        Assert.That(GpuFixture.Gpu.Deterministic, Is.True, "as the app before left it");
        Assert.That(() => new App(new AppOptions(), GpuFixture.Gpu), Throws.ArgumentException.With.Message.Contains("headless"));
        Assert.That(GpuFixture.Gpu.Download(app.Target.Image), Has.Length.EqualTo(64 * 48 * 4));
    }

    [Test]
    public void A_system_that_throws_leaves_an_app_that_can_be_disposed()
    {
        app.Every(Phase.Update, f => throw new InvalidOperationException("wrong"));
        Assert.That(app.Step, Throws.InvalidOperationException);
        Assert.That(app.Dispose, Throws.Nothing);
    }

    [Test]
    public void A_key_is_pressed_for_one_frame_and_held_until_released()
    {
        app.Every(Phase.Update, f => log.Add($"{f.Input.WasPressed(Key.Space)} {f.Input.IsDown(Key.Space)} {f.Input.WasReleased(Key.Space)}"));
        app.Input.Press(Key.Space);
        app.Step();
        app.Step();
        app.Input.Release(Key.Space);
        app.Step();
        app.Step();
        Assert.That(log, Is.EqualTo(["True True False", "False True False", "False False True", "False False False"]));
    }

    [Test]
    public void Mouse_movement_and_wheel_are_those_since_the_frame_before()
    {
        app.Every(Phase.Update, f => log.Add($"{f.Input.Mouse.X} {f.Input.MouseDelta.X} {f.Input.Scroll.Y} {f.Input.WasPressed(MouseButton.Left)}"));
        app.Input.MoveMouse(new(10, 0));
        app.Input.Turn(new(0, 1));
        app.Input.Turn(new(0, 1));
        app.Input.Press(MouseButton.Left);
        app.Step();
        app.Input.MoveMouse(new(15, 0));
        app.Step();
        Assert.That(log, Is.EqualTo(["10 10 2 True", "15 5 0 False"]));
    }

    [Test]
    public void Everything_is_disposed_once_the_scene_first_then_in_reverse_order()
    {
        app.Own(new Noted(log, "first"));
        app.Shared(_ => new Noted(log, "shared"));
        Assert.That(app.Shared<Noted>(_ => throw new InvalidOperationException("made twice")).Name, Is.EqualTo("shared"));
        app.Own(new Noted(log, "last"));
        app.World.Create(new Runtime(new Noted(log, "component")), new Marker());
        app.Dispose();
        app.Dispose();
        Assert.That(log, Is.EqualTo(["component", "last", "shared", "first"]));
        Assert.That(app.Step, Throws.InstanceOf<ObjectDisposedException>());
    }

    [Test]
    public void A_runtime_component_is_disposed_with_its_entity_its_removal_and_its_scene()
    {
        var world = app.World;
        var destroyed = world.Create(new Runtime(new Noted(log, "destroyed")));
        var removed = world.Create(new Runtime(new Noted(log, "removed")), new Marker());
        world.DestroyDisposing(destroyed);
        world.RemoveDisposing<Runtime>(removed);
        world.RemoveDisposing<Runtime>(removed);
        Assert.That(log, Is.EqualTo(["destroyed", "removed"]));
        Assert.That((world.IsAlive(destroyed), world.Has<Runtime>(removed)), Is.EqualTo((false, false)));

        var path = Path.Combine(Path.GetTempPath(), $"{Guid.NewGuid()}.yaml");
        File.WriteAllText(path, "entities:\n  - name: one");
        try
        {
            var scene = app.Load(path);
            world.Add(scene.Find("one"), new Runtime(new Noted(log, "scene")));
            app.Load(path);
            Assert.That(log[^1], Is.EqualTo("scene"));
        }
        finally
        {
            File.Delete(path);
        }
    }

    [Test]
    public void A_steady_frame_allocates_no_managed_memory()
    {
        var markers = new QueryDescription().WithAll<Marker, Corner>();
        for (var i = 0; i < 1000; i++)
            app.World.Create(new Marker(), new Corner());
        var buffer = app.Own(app.Gpu.Buffer<uint>(16, "steady"));
        var readback = app.Own(app.Gpu.Readback<uint>(16, "steady"));
        var values = new uint[16];
        app.Every(Phase.Update, f =>
        {
            foreach (ref var chunk in f.World.Query(in markers))
            {
                var corners = chunk.GetSpan<Corner>();
                for (var i = 0; i < chunk.Count; i++)
                    corners[i].Radius += f.DeltaTime;
            }
            f.App.Shared(static _ => new object());
            f.Commands.Fill(buffer, (uint)f.Index);
            f.Commands.Barrier();
            f.Commands.Read(buffer, readback);
            readback.TryRead(values, out _);
        });
        SteadyFrames.AllocateNothing(_ => app.Step());
    }

    private sealed record Noted(List<string> Log, string Name) : IDisposable
    {
        public void Dispose() => Log.Add(Name);
    }

    private readonly record struct Runtime(Noted Noted) : IDisposable
    {
        public void Dispose() => Noted.Dispose();
    }
}
