// Windows on a real display: size, close, focus, loop, errors of handlers.
using System.Runtime.InteropServices;
using Silk.NET.Core;
using Silk.NET.Maths;
using Silk.NET.Windowing;

namespace Packages.Tests;

public unsafe partial class WindowTests
{
    [Test]
    public void Before_Initialize_a_window_is_closing_and_holds_its_options()
    {
        using var window = WindowFixture.Create();
        Assert.That(window.IsInitialized, Is.False);
        Assert.That(window.IsClosing, Is.True);
        Assert.That(((IView)window).IsClosing, Is.True);
        Assert.That(window.Handle, Is.EqualTo((nint)0));
        Assert.That(window.Native, Is.Null);
        Assert.That(window.Size, Is.EqualTo(new Vector2D<int>(320, 240)));
        Assert.That(((IView)window).Size, Is.EqualTo(default(Vector2D<int>)));
        window.Size = new Vector2D<int>(200, 100);
        window.Title = "other";
        Assert.That((window.Size, window.Title), Is.EqualTo((new Vector2D<int>(200, 100), "other")));
        window.Initialize();
        Assert.That(((IView)window).Size, Is.EqualTo(new Vector2D<int>(200, 100)));
    }

    [Test]
    public void Initialize_raises_Load_when_the_window_exists()
    {
        using var window = WindowFixture.Create();
        nint seen = 0;
        window.Load += () => seen = window.Handle;
        window.Initialize();
        Assert.That(seen, Is.Not.EqualTo((nint)0).And.EqualTo(window.Handle));
        Assert.That(window.IsClosing, Is.False);
        Assert.That(window.Native!.Glfw, Is.EqualTo(window.Handle));
        Assert.That(window.FramebufferSize, Is.EqualTo(new Vector2D<int>(320, 240)));
        Assert.That(window.Position, Is.EqualTo(new Vector2D<int>(50, 50)));
        Assert.That(window.Monitor!.Bounds, Is.EqualTo(new Rectangle<int>(0, 0, 1280, 1024)));
    }

    [Test]
    public void Setting_Size_resizes_window_and_framebuffer()
    {
        using var window = WindowFixture.Open();
        Vector2D<int> size = default, pixels = default;
        window.Resize += s => size = s;
        window.FramebufferResize += s => pixels = s;
        window.Size = new Vector2D<int>(400, 300);
        WindowFixture.Until(window, () => size.X == 400 && pixels.X == 400, "the resize");
        Assert.That(size, Is.EqualTo(new Vector2D<int>(400, 300)));
        Assert.That(pixels, Is.EqualTo(new Vector2D<int>(400, 300)));
        Assert.That(window.FramebufferSize, Is.EqualTo(pixels));
    }

    [Test]
    public void Size_set_from_outside_arrives_too()
    {
        using var window = WindowFixture.Open();
        TestDisplay.Type("windowsize", $"{window.Native!.X11!.Value.Window}", "222", "111");
        WindowFixture.Until(window, () => window.Size == new Vector2D<int>(222, 111), "the resize");
    }

    [Test]
    public void Move_and_visibility_follow()
    {
        using var window = WindowFixture.Open();
        Vector2D<int> moved = default;
        window.Move += p => moved = p;
        window.Position = new Vector2D<int>(11, 22);
        WindowFixture.Until(window, () => moved == new Vector2D<int>(11, 22), "the move");
        Assert.That(window.PointToScreen(new(1, 1)), Is.EqualTo(new Vector2D<int>(12, 23)));
        Assert.That(window.PointToClient(new(12, 23)), Is.EqualTo(new Vector2D<int>(1, 1)));
        window.IsVisible = false;
        WindowFixture.Until(window, () => !window.IsVisible, "the hiding");
        window.Center();
        Assert.That(window.Position, Is.EqualTo(new Vector2D<int>((1280 - 320) / 2, (1024 - 240) / 2)));
    }

    [Test]
    public void Close_makes_IsClosing_true_and_the_setter_can_take_it_back()
    {
        using var window = WindowFixture.Open();
        var closings = 0;
        window.Closing += () => closings++;
        window.Close();
        Assert.That((window.IsClosing, closings), Is.EqualTo((true, 1)));
        window.IsClosing = false;
        Assert.That(window.IsClosing, Is.False);
    }

    [Test]
    public void Close_button_raises_Closing()
    {
        using var window = WindowFixture.Open();
        var closings = 0;
        window.Closing += () => closings++;
        var (display, id) = window.Native!.X11!.Value;
        // What a window manager sends: a client message of 32-bit words, type WM_PROTOCOLS, first word WM_DELETE_WINDOW.
        var message = stackalloc nint[24];
        new Span<nint>(message, 24).Clear();
        *(int*)message = 33;
        message[4] = (nint)id;
        message[5] = InternAtom(display, "WM_PROTOCOLS", 0);
        *(int*)(message + 6) = 32;
        message[7] = InternAtom(display, "WM_DELETE_WINDOW", 0);
        Assert.That(SendEvent(display, id, 0, 0, message), Is.Not.Zero);
        WindowFixture.Until(window, () => window.IsClosing, "the close");
        Assert.That(closings, Is.EqualTo(1));
    }

    [Test]
    public void Focus_is_reported()
    {
        using var window = WindowFixture.Open();
        bool? focused = null;
        window.FocusChanged += f => focused = f;
        TestDisplay.Type("windowfocus", $"{window.Native!.X11!.Value.Window}");
        WindowFixture.Until(window, () => focused == true, "the focus");
    }

    [Test]
    public void Run_is_the_whole_loop_and_resets_at_its_end()
    {
        using var window = WindowFixture.Create();
        var calls = new List<string>();
        window.Load += () => calls.Add("load");
        window.Update += _ => calls.Add("update");
        window.Render += _ =>
        {
            calls.Add("render");
            window.Close();
        };
        window.Run();
        Assert.That(calls, Is.EqualTo(["load", "update", "render"]));
        Assert.That(window.IsInitialized, Is.False);
    }

    [Test]
    public void Reset_inside_a_handler_throws_and_outside_allows_a_new_start()
    {
        using var window = WindowFixture.Open();
        Exception? thrown = null;
        window.Render += _ => thrown = Assert.Throws<InvalidOperationException>(window.Reset);
        window.DoRender();
        Assert.That(thrown, Is.Not.Null);
        window.Reset();
        Assert.That((window.IsInitialized, window.IsClosing), Is.EqualTo((false, true)));
        window.Initialize();
        Assert.That(window.IsClosing, Is.False);
    }

    [Test]
    public void Frame_limit_skips_renders_until_it_is_time()
    {
        using var window = WindowFixture.Open();
        int renders = 0, updates = 0;
        window.Render += _ => renders++;
        window.Update += _ => updates++;
        window.FramesPerSecond = 1e-4;
        window.DoRender();
        window.DoUpdate();
        Assert.That((renders, updates), Is.EqualTo((0, 1)));
        window.VSync = true;
        window.DoRender();
        Assert.That(renders, Is.EqualTo(1));
    }

    [Test]
    public void Exception_of_an_event_handler_comes_out_of_DoEvents()
    {
        using var window = WindowFixture.Open();
        window.Resize += _ => throw new ArithmeticException("from the handler");
        window.Size = new Vector2D<int>(100, 90);
        Assert.That(() => WindowFixture.Until(window, () => false, "the exception"),
            Throws.TypeOf<ArithmeticException>().With.Message.EqualTo("from the handler"));
    }

    [Test]
    public void Invoke_runs_on_the_window_thread_in_DoRender()
    {
        using var window = WindowFixture.Open();
        var asked = Task.Run(() => window.Invoke<int>(() => Environment.CurrentManagedThreadId));
        while (!asked.IsCompleted)
            window.DoRender();
        Assert.That(asked.Result, Is.EqualTo(Environment.CurrentManagedThreadId));
    }

    [Test]
    public void Events_allocate_no_managed_memory()
    {
        using var window = WindowFixture.Open();
        var resizes = 0;
        window.Resize += _ => resizes++;
        window.Render += _ => { };
        for (var i = 0; i < 120; i++)
            Frame(window, i);
        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < 300; i++)
            Frame(window, i);
        Assert.That(GC.GetAllocatedBytesForCurrentThread() - before, Is.Zero);
        Assert.That(resizes, Is.Positive);

        static void Frame(IWindow window, int i)
        {
            window.Size = new Vector2D<int>(100 + i, 100);
            window.DoEvents();
            window.DoUpdate();
            window.DoRender();
        }
    }

    [Test]
    public void Icon_and_title_are_taken()
    {
        using var window = WindowFixture.Open();
        var icon = new RawImage(2, 2, new byte[16]);
        window.SetWindowIcon(ref icon);
        window.SetDefaultIcon();
        window.Title = "größer";
        Assert.That(TestDisplay.Type("getwindowname", $"{window.Native!.X11!.Value.Window}").Trim(), Is.EqualTo("größer"));
        Assert.That(() => window.SetWindowIcon([new RawImage(2, 2, new byte[15])]), Throws.ArgumentException);
    }

    [LibraryImport("libX11.so.6", EntryPoint = "XInternAtom", StringMarshalling = StringMarshalling.Utf8)]
    private static partial nint InternAtom(nint display, string name, int onlyIfExists);

    [LibraryImport("libX11.so.6", EntryPoint = "XSendEvent")]
    private static partial int SendEvent(nint display, nuint window, int propagate, nint mask, void* message);
}
