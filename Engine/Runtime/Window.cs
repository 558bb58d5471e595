// A real window: events in, a surface for the device; the only door to the windowing and input packages.
using System.Diagnostics;
using System.Numerics;
using Silk.NET.Core.Native;
using Silk.NET.Input;
using Silk.NET.Maths;
using Silk.NET.Windowing;
using SilkButton = Silk.NET.Input.MouseButton;
using SilkKey = Silk.NET.Input.Key;
using SilkWindow = Silk.NET.Windowing.Window;

namespace Engine;

/// <summary>A window on the display, for the main thread. Its events reach an <see cref="Input"/> during <see cref="Poll"/>.</summary>
public sealed class Window : IDisposable
{
    private const double SecondsOfRest = 2;
    private static readonly Dictionary<SilkKey, Key> Keys = MapKeys();
    private readonly IWindow window;
    private readonly IInputContext context;
    private readonly Input input;
    private Vector2 pointed;
    private long pointedAt = Stopwatch.GetTimestamp();

    /// <summary>Opens a window of the given size in screen units.</summary>
    /// <exception cref="NotSupportedException">There is no display that can be reached.</exception>
    public Window(string title, int width, int height, Input input)
    {
        this.input = input;
        var options = WindowOptions.DefaultVulkan;
        options.Title = title;
        options.Size = new Vector2D<int>(width, height);
        window = SilkWindow.Create(options);
        try
        {
            window.Initialize();
            context = window.CreateInput();
            Listen(context.Keyboards[0], context.Mice[0]);
        }
        catch
        {
            context?.Dispose();
            window.Dispose();
            throw;
        }
    }

    /// <summary>Whether the environment names a display, so that a window makes sense; whether it answers shows when one is opened.</summary>
    public static bool HasDisplay =>
        !OperatingSystem.IsLinux() || EnvironmentVariables.NamesDisplay;

    /// <summary>Width in pixels; 0 while minimised.</summary>
    public int Width => window.FramebufferSize.X;

    /// <summary>Height in pixels; 0 while minimised.</summary>
    public int Height => window.FramebufferSize.Y;

    /// <summary>Whether it covers a monitor: the one it is on, or the one that <see cref="Cover"/> named.</summary>
    public bool IsFullscreen
    {
        get => window.WindowState == WindowState.Fullscreen;
        set => window.WindowState = value ? WindowState.Fullscreen : WindowState.Normal;
    }

    /// <summary>The user closed it.</summary>
    public bool IsClosing => window.IsClosing;

    /// <summary>Whether it is on the screen.</summary>
    internal bool IsVisible
    {
        set => window.IsVisible = value;
    }

    /// <summary>What the title bar says.</summary>
    public string Title
    {
        get => window.Title;
        set => window.Title = value;
    }

    /// <summary>What the device's instance must enable so that it can draw here.</summary>
    internal unsafe string[] InstanceExtensions
    {
        get
        {
            var names = window.VkSurface!.GetRequiredExtensions(out var count);
            return [.. Enumerable.Range(0, (int)count).Select(i => System.Runtime.InteropServices.Marshal.PtrToStringUTF8((nint)names[i])!)];
        }
    }

    /// <summary>Makes the VkSurfaceKHR that a swapchain presents to, of a VkInstance.</summary>
    internal unsafe ulong MakeSurface(nint instance) => window.VkSurface!.Create<byte>(new VkHandle(instance), null).Handle;

    /// <summary>Covers a monitor, counted from 1 as the system lists them.</summary>
    /// <exception cref="ArgumentException">There is no such monitor.</exception>
    internal void Cover(int monitor)
    {
        IMonitor[] all = [.. SilkWindow.GetWindowPlatform(false)!.GetMonitors()];
        if (monitor < 1 || monitor > all.Length)
        {
            var names = string.Join(", ", all.Select((m, i) => $"{i + 1} {m.Name} ({m.Bounds.Size.X}×{m.Bounds.Size.Y})"));
            throw new ArgumentException($"there is no monitor {monitor}; there are: {names}");
        }
        IsFullscreen = true;
        window.Monitor = all[monitor - 1];
    }

    /// <summary>Lets the user's events through; call once a frame. Over a whole monitor a mouse that rests is not shown.</summary>
    public void Poll()
    {
        window.DoEvents();
        if (input.Mouse != pointed)
            (pointed, pointedAt) = (input.Mouse, Stopwatch.GetTimestamp());
        var wanted = IsFullscreen && Stopwatch.GetElapsedTime(pointedAt).TotalSeconds > SecondsOfRest ? CursorMode.Hidden : CursorMode.Normal;
        var cursor = context.Mice[0].Cursor;
        if (cursor.CursorMode != wanted)
            cursor.CursorMode = wanted;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        context.Dispose();
        window.Dispose();
    }

    private void Listen(IKeyboard keyboard, IMouse mouse)
    {
        keyboard.KeyDown += (_, key, _) => input.Press(Keys.GetValueOrDefault(key));
        keyboard.KeyUp += (_, key, _) => input.Release(Keys.GetValueOrDefault(key));
        keyboard.KeyChar += (_, character) => input.Type([character]);
        mouse.MouseDown += (_, button) => Press(button, true);
        mouse.MouseUp += (_, button) => Press(button, false);
        mouse.MouseMove += (_, position) => input.MoveMouse(ToPixels(position));
        mouse.Scroll += (_, wheel) => input.Turn(new Vector2(wheel.X, wheel.Y));
    }

    private void Press(SilkButton button, bool down)
    {
        if (button is not (SilkButton.Left or SilkButton.Right or SilkButton.Middle))
            return;
        var ours = button switch { SilkButton.Left => MouseButton.Left, SilkButton.Right => MouseButton.Right, _ => MouseButton.Middle };
        if (down)
            input.Press(ours);
        else
            input.Release(ours);
    }

    // Mouse positions come in screen units, which are not pixels on dense displays.
    private Vector2 ToPixels(Vector2 position) =>
        new(position.X * Width / Math.Max(1, window.Size.X), position.Y * Height / Math.Max(1, window.Size.Y));

    // Both sides name keys alike.
    private static Dictionary<SilkKey, Key> MapKeys()
    {
        var keys = new Dictionary<SilkKey, Key>();
        foreach (var name in Enum.GetNames<SilkKey>())
        {
            if (Enum.TryParse<Key>(name, out var ours))
                keys.TryAdd(Enum.Parse<SilkKey>(name), ours);
        }
        return keys;
    }
}
