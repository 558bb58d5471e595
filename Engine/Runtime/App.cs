// The loop: phases of systems over one world, plugins, the current scene. Owns and disposes everything.
namespace Engine;

/// <summary>A running engine, for one thread.</summary>
public sealed class App : IDisposable
{
    private readonly List<(Action<Frame> Run, FramePart Part)>[] systems =
        [.. Enum.GetValues<Phase>().Select(_ => new List<(Action<Frame>, FramePart)>())];
    private readonly Dictionary<string, SceneComponent> components = [];
    private readonly Dictionary<Type, object> shared = [];
    private readonly HashSet<Type> plugins = [];
    private readonly Stack<IDisposable> owned = new();
    private readonly FrameClock clock;
    private readonly Frame frame;
    private readonly bool ownsGpu;
    private readonly Loading loading;
    private SceneWatch? watch;
    private readonly bool wasDeterministic;
    private readonly Window? window;
    private readonly Swapchain? swapchain;
    private string? title;
    private bool disposed;

    /// <summary>
    /// Opens the window, unless headless, and the device. A headless app may be given a device, which it then leaves open. Throws GpuException where
    /// there is no device, NotSupportedException where there is no display.
    /// </summary>
    public App(AppOptions? options = null, Gpu? gpu = null)
    {
        Options = options ?? new AppOptions();
        if (gpu is not null && !Options.Headless)
            throw new ArgumentException("Only a headless app can be given a device: a window needs one that can present to it.", nameof(gpu));
        clock = new FrameClock(Options.Deterministic ?? Options.Headless);
        frame = new Frame(this);
        ownsGpu = gpu is null;
        World = World.Create();
        try
        {
            if (!Options.Headless)
                window = new Window(Options.Title, Options.Width, Options.Height, Input);
            if (Options.Monitor != 0)
                window?.Cover(Options.Monitor);
            Gpu = gpu ?? Gpu.Open(window is null ? Options.Gpu : Options.Gpu with { Surface = true, InstanceExtensions = window.InstanceExtensions });
            wasDeterministic = Gpu.Deterministic;
            Gpu.Deterministic = clock.IsFixed;
            Target = Gpu.RenderTarget(Math.Max(1, window?.Width ?? Options.Width), Math.Max(1, window?.Height ?? Options.Height), "frame");
            if (window is not null)
                swapchain = new Swapchain(Gpu, window.MakeSurface, () => (window.Width, window.Height));
            loading = new Loading(this, window, ShowTarget);
            Diagnostics = new Diagnostics(Gpu);
        }
        catch
        {
            World.Dispose();
            DisposeDevice();
            throw;
        }
    }

    /// <summary>How it was asked to run; nothing of it changes afterwards.</summary>
    public AppOptions Options { get; }

    /// <summary>
    /// The device of all pictures and computing: the one given to the app, which outlives it, or one of its own, which ends with it.
    /// </summary>
    public Gpu Gpu { get; }

    /// <summary>What frames are drawn into; as large as the window.</summary>
    public RenderTarget Target { get; }

    /// <summary>The window's title; where headless it is only kept.</summary>
    public string Title
    {
        get => window?.Title ?? title ?? Options.Title;
        set
        {
            title = value;
            window?.Title = value;
        }
    }

    /// <summary>All entities: those of the scene, and what systems create.</summary>
    public World World { get; }

    /// <summary>Keys and mouse in the frame being made; where headless nothing happens but what a test feeds to it.</summary>
    public Input Input { get; } = new();

    /// <summary>The pictures that exist now, by name.</summary>
    public Images Images => Shared(_ => new Images());

    /// <summary>The scene that was loaded last; null before.</summary>
    public Scene? Scene { get; private set; }

    /// <summary>Whether time advances by 1/60 s per frame, whatever the wall's clock says.</summary>
    public bool IsDeterministic => clock.IsFixed;

    /// <summary>The components that scene files can name.</summary>
    internal IReadOnlyDictionary<string, SceneComponent> Components => components;

    /// <summary>The kinds of component with a running side, as installed.</summary>
    internal List<Live> Kinds { get; } = [];

    /// <summary>
    /// Held by whoever makes a net ready for this app, beside the frames too: modules, and the files they come from, are no two threads' at a time.
    /// </summary>
    public Lock Compiling { get; } = new();

    /// <summary>What the parts of a frame take; shown by F3, measured only then or when it is asked for.</summary>
    public Diagnostics Diagnostics { get; }

    /// <summary>Frames made.</summary>
    public long Frames { get; private set; }

    /// <summary>Frames per second by the wall's clock, averaged over about thirty of them.</summary>
    public double FramesPerSecond => clock.Rate;

    /// <summary>Time stands still and no picture comes in; frames are made all the same.</summary>
    public bool IsPaused { get; set; }

    /// <summary>Whether a window shows the frames.</summary>
    public bool HasWindow => window is not null;

    /// <summary>Stop was called, or the window closed.</summary>
    public bool IsStopping { get; private set; }

    /// <summary>Runs <paramref name="system"/> in every frame, after the systems installed before it in the same phase.</summary>
    public App Every(Phase phase, Action<Frame> system) => Every(phase, system, NameOf(system));

    /// <summary>
    /// Lets scene files use T under <paramref name="name"/>. Throws InvalidOperationException where the name is taken or a field cannot be written in
    /// YAML.
    /// </summary>
    public App Component<T>(string name) where T : struct
    {
        if (!components.TryAdd(name, SceneComponent.Of(typeof(T), name)))
            throw new InvalidOperationException($"Two components are called {name}: {components[name].Type} and {typeof(T)}.");
        return this;
    }

    /// <summary>
    /// The same for components with a running side, which <paramref name="live"/> makes and runs in every frame, after the systems installed before
    /// it in the same phase.
    /// </summary>
    public App Component<TWanted, TRunning>(string name, Phase phase, Live<TWanted, TRunning> live)
        where TWanted : struct, IEquatable<TWanted> where TRunning : class, ILive<TWanted>
    {
        Kinds.Add(live);
        return Component<TWanted>(name).Every(phase, live.Run, name);
    }

    /// <summary>Lets <paramref name="plugin"/> name its components and systems; before a scene is loaded, as scene files use the names.</summary>
    public App Install(IPlugin plugin)
    {
        plugin.Install(this);
        plugins.Add(plugin.GetType());
        return this;
    }

    /// <summary>
    /// The same where it is not installed yet, behind the engine's own components: what adds things by code (<see cref="AppPictures"/>) asks for the
    /// plugin that it needs.
    /// </summary>
    public App Use<T>() where T : IPlugin, new()
    {
        if (typeof(T) != typeof(EnginePlugin))
            Use<EnginePlugin>();
        return plugins.Contains(typeof(T)) ? this : Install(new T());
    }

    /// <summary>The one T of this app, made at the first call: what systems share. Disposed with the app.</summary>
    public T Shared<T>(Func<App, T> make) where T : class
    {
        if (shared.TryGetValue(typeof(T), out var known))
            return (T)known;
        var made = make(this);
        shared.Add(typeof(T), made);
        if (made is IDisposable disposable)
            Own(disposable);
        return made;
    }

    /// <summary>
    /// Does what takes longer than a frame, such as opening a net: says that <paramref name="what"/> is being loaded, and hears meanwhile that the
    /// window is closed. Nothing else of the app runs until it is done.
    /// </summary>
    /// <exception cref="OperationCanceledException">The window was closed, or <see cref="AppOptions.Cancellation"/> asked for an end.</exception>
    public T Load<T>(string what, Func<T> work) => loading.Run(what, work);

    /// <summary>Disposes <paramref name="disposable"/> with the app, before whatever was owned earlier, after the scene.</summary>
    public T Own<T>(T disposable) where T : IDisposable
    {
        owned.Push(disposable);
        return disposable;
    }

    /// <summary>A file that the scene names (<see cref="Scene.PathOf"/>); without a scene, from the working directory.</summary>
    public string PathOf(string file) => Scene?.PathOf(file) ?? Path.Combine(Path.GetFullPath("."), file);

    /// <summary>Replaces the current scene. Throws SceneException (the old scene is gone then), or FileNotFoundException.</summary>
    public Scene Load(string path)
    {
        Scene?.Dispose();
        Scene = null;
        Scene = Scene.Load(path, World, components, new SceneOverrides(Options.Overrides, Options.Typed));
        watch?.Dispose();
        watch = Options.HotReload ? new SceneWatch(Path.GetFullPath(path)) : null;
        return Scene;
    }

    /// <summary>Makes one frame: events, all systems of all phases, one submission, and the picture into the window.</summary>
    public void Step()
    {
        ObjectDisposedException.ThrowIf(disposed, this);
        Diagnostics.Begin();
        PollWindow();
        clock.Advance(Frames, IsPaused);
        frame.Index = Frames;
        frame.Time = clock.Time;
        frame.DeltaTime = (float)clock.Delta;
        if (watch?.HasChanged == true)
            Reload();
        var commands = frame.Commands = Gpu.Begin();
        Diagnostics.Start(commands);
        bool shown;
        try
        {
            foreach (var phase in systems)
            {
                foreach (var (run, part) in phase)
                {
                    run(frame);
                    Diagnostics.After(part, commands);
                }
            }
            shown = swapchain?.Show(commands, Target.Image) ?? false;
            Diagnostics.Shown(commands);
        }
        catch
        {
            Gpu.Discard(commands);
            throw;
        }
        Gpu.Submit(commands);
        if (shown)
            swapchain!.Present();
        Diagnostics.Submitted();
        Input.EndFrame();
        Frames++;
        if (window is not null)
            clock.Pace();
    }

    /// <summary>Makes frames until <paramref name="frames"/> are made, Stop is called or the window closes.</summary>
    public void Run(long frames = long.MaxValue)
    {
        for (long made = 0; made < frames && !IsStopping; made++)
            Step();
    }

    /// <summary>Ends Run after the current frame.</summary>
    public void Stop() => IsStopping = true;

    /// <summary>Ends the scene, then what was owned, newest first, then the device and the window.</summary>
    public void Dispose()
    {
        if (disposed)
            return;
        disposed = true;
        watch?.Dispose();
        // What still compiles beside the frames is not waited for to its end.
        Gpu.Stopping = new CancellationToken(canceled: true);
        try
        {
            Scene?.Dispose();
            World.ClearDisposing();
            while (owned.TryPop(out var disposable))
                disposable.Dispose();
        }
        finally
        {
            World.Dispose();
            Gpu.Stopping = default;
            DisposeDevice();
        }
    }

    private void ShowTarget()
    {
        var shown = false;
        Gpu.Run(commands => shown = swapchain!.Show(commands, Target.Image));
        if (shown)
            swapchain!.Present();
    }

    private void DisposeDevice()
    {
        // Reached with nulls from a constructor that failed half way.
        Diagnostics?.Dispose();
        Target?.Dispose();
        if (swapchain is not null)
            Gpu.Finish();
        swapchain?.Dispose();
        if (ownsGpu)
            Gpu?.Dispose();
        else
            Gpu?.Deterministic = wasDeterministic;
        window?.Dispose();
    }

    private App Every(Phase phase, Action<Frame> system, string name)
    {
        systems[(int)phase].Add((system, Diagnostics.Add(name)));
        return this;
    }

    // A method's class; what a lambda is written in.
    private static string NameOf(Action<Frame> system)
    {
        var type = system.Method.DeclaringType;
        while (type is { IsNested: true } && type.Name.StartsWith('<'))
            type = type.DeclaringType;
        return type?.Name ?? system.Method.Name;
    }

    private void PollWindow()
    {
        if (window is null)
            return;
        window.Poll();
        if (window.IsClosing)
            IsStopping = true;
        if (Input.WasPressed(Key.F11))
            window.IsFullscreen = !window.IsFullscreen;
        // Minimised it has no pixels: the target keeps its last size, and whatever computes goes on.
        if (window.Width > 0 && window.Height > 0)
            Target.Resize(window.Width, window.Height);
    }

    private void Reload()
    {
        try
        {
            Scene?.ReloadIfChanged();
        }
        catch (Exception error) when (InputError.Is(error))
        {
            // Half-typed text is normal while editing: say it, keep the running scene.
            Log.Warning(InputError.Sentence(error));
        }
    }
}
