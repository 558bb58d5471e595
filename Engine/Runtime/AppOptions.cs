// How an app runs.
namespace Engine;

/// <summary>Options of an <see cref="App"/>.</summary>
public sealed record AppOptions
{
    /// <summary>The window's title.</summary>
    public string Title { get; init; } = "CnnPlayground";

    /// <summary>Pixels of the picture: of the window at its start, of every frame where headless.</summary>
    public int Width { get; init; } = 1280;

    /// <summary>Rows of the picture in pixels, as <see cref="Width"/> says columns.</summary>
    public int Height { get; init; } = 720;

    /// <summary>
    /// The window covers a monitor, counted from 1 as the system lists them; 0 for a window of <see cref="Width"/>×<see cref="Height"/>. F11 changes
    /// between the two.
    /// </summary>
    public int Monitor { get; init; }

    /// <summary>No window: frames are drawn into an offscreen picture.</summary>
    public bool Headless { get; init; }

    /// <summary>
    /// Every frame advances the time by exactly 1/60 s, sources deliver their n-th picture, Readback is two frames late. Null: where headless.
    /// </summary>
    public bool? Deterministic { get; init; }

    /// <summary>When the scene file is saved, bring what changed in it into the running scene.</summary>
    public bool HotReload { get; init; }

    /// <summary>
    /// Values by field (<c>model</c>, <c>Motion.scale</c>) that replace what scene files write, in every component that has such a field; later ones
    /// win. With <c>?</c> behind the field there may be none.
    /// </summary>
    public IReadOnlyDictionary<string, string> Overrides { get; init; } = new Dictionary<string, string>();

    /// <summary>
    /// How the user wrote those values (<c>--model net.onnx</c>), by the same keys, for messages; what is not here was written
    /// <c>--set KEY=VALUE</c>.
    /// </summary>
    public IReadOnlyDictionary<string, string> Typed { get; init; } = new Dictionary<string, string>();

    /// <summary>
    /// Ends what is being loaded, and whatever waits for pictures of a source, by OperationCanceledException out of the frame; other frames are ended
    /// by whoever makes them.
    /// </summary>
    public CancellationToken Cancellation { get; init; }

    /// <summary>Told what is being loaded (<c>loading net.onnx…</c>) where that takes longer than a moment; null for nobody.</summary>
    public Action<string>? Loading { get; init; }

    /// <summary>How the device is opened, where the app is not given one.</summary>
    public GpuOptions Gpu { get; init; } = new();
}
