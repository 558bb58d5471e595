// The app with a real window on a display of the test's own: pictures, keys, resizing, stopping.
using System.Diagnostics;
using System.Numerics;
using Packages.Tests;

namespace Engine.Tests;

public sealed class WindowedAppTests
{
    private const int Patience = 600;   // frames

    [Test]
    public void A_window_shows_the_target_takes_keys_follows_its_size_and_stops()
    {
        TestDisplay.Require();
        var colour = new Vector4(0, 0.2158605f, 1, 1);   // linear: (0, 128, 255) as bytes
        var pressed = false;
        using var app = new App(new AppOptions
        {
            Title = "windowed app test",
            Width = 320,
            Height = 240,
            Gpu = new GpuOptions { Validation = true, ShaderFolder = GpuFixture.ShaderFolders },
        });
        app.Every(Phase.Draw, f =>
        {
            f.Commands.BeginDraw(f.Target, colour);
            f.Commands.EndDraw();
        });
        app.Every(Phase.Update, f => pressed |= f.Input.WasPressed(Key.Space));
        app.Run(5);
        Assert.That((app.Target.Width, app.Target.Height), Is.EqualTo((320, 240)));
        Assert.That(app.IsDeterministic, Is.False);

        var id = TestDisplay.Type("search", "--sync", "--name", "windowed app test").Trim().Split('\n')[0];
        TestDisplay.Type("windowmove", id, "0", "0");
        TestDisplay.Type("windowfocus", id);
        Until(app, () => Pixel(160, 120) == (0, 128, 255), "the colour on the display");
        TestDisplay.Type("key", "--window", id, "space");
        Until(app, () => pressed, "the key");

        TestDisplay.Type("windowsize", id, "500", "300");
        Until(app, () => app.Target.Width == 500 && app.Target.Height == 300, "the new size");
        colour = new Vector4(1, 0, 0, 1);
        Until(app, () => Pixel(480, 280) == (255, 0, 0), "the new colour in the new corner");

        TestDisplay.Type("key", "--window", id, "F11");
        Until(app, () => app.Target.Width > 500 && app.Target.Height > 300, "the whole screen");
        TestDisplay.Type("key", "--window", id, "F11");
        Until(app, () => app.Target.Width == 500 && app.Target.Height == 300, "the window again");

        app.Stop();
        var frames = app.Frames;
        app.Run();
        Assert.That(app.Frames, Is.EqualTo(frames));
        Assert.That(app.Gpu.ValidationMessages, Is.Empty);
        app.Dispose();
        Assert.That(app.Gpu.ValidationMessages, Is.Empty);
    }

    [Test]
    public void A_monitor_is_covered_by_its_number_and_one_that_is_not_there_is_refused()
    {
        TestDisplay.Require();
        AppOptions On(int monitor) => new()
        {
            Width = 320,
            Height = 240,
            Monitor = monitor,
            Gpu = new GpuOptions { Validation = true, ShaderFolder = GpuFixture.ShaderFolders },
        };
        using (var app = new App(On(1)))
        {
            Until(app, () => app.Target.Width > 320 && app.Target.Height > 240, "the whole screen");
            Assert.That(app.Gpu.ValidationMessages, Is.Empty);
        }
        Assert.That(() => new App(On(9)), Throws.ArgumentException.With.Message.Contains("there is no monitor 9; there are: 1 "));
    }

    [Test]
    public void What_takes_long_to_load_is_said_in_the_window_and_Esc_ends_it()
    {
        TestDisplay.Require();
        var (told, said) = (new List<string>(), default((int, int, int)));
        using var app = new App(new AppOptions
        {
            Title = "slow app test",
            Width = 320,
            Height = 240,
            Loading = told.Add,
            Gpu = new GpuOptions { Validation = true, ShaderFolder = GpuFixture.ShaderFolders },
        });
        var title = app.Title;
        Assert.That(() => app.Load<int>("slow.onnx", () =>
        {
            // Beside the frame's thread, which attends to the window.
            var id = TestDisplay.Type("search", "--sync", "--name", "loading slow.onnx… – slow app test").Trim().Split('\n')[0];
            TestDisplay.Type("windowmove", id, "0", "0");
            for (var i = 0; i < 100 && said != (27, 32, 43); i++)
                said = Pixel(4, 120);
            TestDisplay.Type("windowfocus", id);
            TestDisplay.Type("key", "--window", id, "Escape");
            Assert.That(app.Gpu.Stopping.WaitHandle.WaitOne(TimeSpan.FromSeconds(60)), Is.True, "it hears of the end");
            app.Gpu.Run(_ => Assert.Fail("the device would go on"));
            return 1;
        }), Throws.InstanceOf<OperationCanceledException>());
        Assert.That(said, Is.EqualTo((27, 32, 43)), "the band with the word");
        Assert.That(told, Is.EqualTo(["loading slow.onnx…"]));
        Assert.That((app.IsStopping, app.Title), Is.EqualTo((true, title)));
        Assert.That(app.Gpu.ValidationMessages, Is.Empty);
    }

    private static void Until(App app, Func<bool> condition, string what)
    {
        for (var i = 0; i < Patience; i++)
        {
            app.Step();
            if (condition())
                return;
        }
        Assert.Fail($"After {Patience} frames {what} had not come.");
    }

    /// <summary>What the display shows at a place, through ffmpeg's screen grabber.</summary>
    private static (int R, int G, int B) Pixel(int x, int y)
    {
        string[] arguments =
        [
            "-v", "error", "-f", "x11grab", "-draw_mouse", "0", "-video_size", "1280x1024", "-i", TestDisplay.Name, "-frames:v", "1", "-vf",
            $"crop=2:2:{x}:{y}", "-f", "rawvideo", "-pix_fmt", "rgb24", "-",
        ];
        using var ffmpeg = Process.Start(new ProcessStartInfo("ffmpeg", arguments) { RedirectStandardOutput = true })!;
        var rgb = new byte[3];
        ffmpeg.StandardOutput.BaseStream.ReadExactly(rgb);
        ffmpeg.StandardOutput.BaseStream.CopyTo(Stream.Null);
        ffmpeg.WaitForExit();
        return (rgb[0], rgb[1], rgb[2]);
    }
}
