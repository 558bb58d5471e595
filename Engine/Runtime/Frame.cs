// What a system gets: everything of the frame that is being made.
namespace Engine;

/// <summary>One object for the life of the app, with new values every frame: keep none of them.</summary>
public sealed class Frame
{
    internal Frame(App app) => App = app;

    /// <summary>The app that makes the frame: for what lives longer than one, such as <see cref="App.Shared"/>.</summary>
    public App App { get; }

    /// <summary>The entities; systems may change them, those of later phases see it in the same frame.</summary>
    public World World => App.World;

    /// <summary>The device, for what is made once; work of every frame is recorded into <see cref="Commands"/>.</summary>
    public Gpu Gpu => App.Gpu;

    /// <summary>The frame's one recorder: what is recorded here is submitted once, after the Draw phase.</summary>
    public Commands Commands { get; internal set; } = null!;

    /// <summary>Keys and mouse, the same for all systems of the frame.</summary>
    public Input Input => App.Input;

    /// <summary>The pictures that exist now, by name.</summary>
    public Images Images => App.Images;

    /// <summary>From 0.</summary>
    public long Index { get; internal set; }

    /// <summary>Seconds since frame 0.</summary>
    public double Time { get; internal set; }

    /// <summary>Seconds since the frame before.</summary>
    public float DeltaTime { get; internal set; }

    /// <summary>The picture that the Draw phase draws: shown in the window, or kept where headless.</summary>
    public RenderTarget Target => App.Target;

    /// <summary>Pixels of this frame's picture.</summary>
    public int Width => Target.Width;

    /// <summary>Rows of this frame's picture; the window may have another size in the next one.</summary>
    public int Height => Target.Height;
}
