// What a system gets: everything of the frame that is being made.
namespace Engine;

/// <summary>One object for the life of the app, with new values every frame: keep none of them.</summary>
public sealed class Frame
{
    internal Frame(App app) => App = app;

    public App App { get; }

    public World World => App.World;

    public Gpu Gpu => App.Gpu;

    /// <summary>The frame's one recorder: what is recorded here is submitted once, after the Draw phase.</summary>
    public Commands Commands { get; internal set; } = null!;

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

    public int Height => Target.Height;
}
