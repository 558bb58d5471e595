// The loop: phases of systems over one world, plugins, the current scene. Owns and disposes everything.
namespace Engine;

/// <summary>A running engine, for one thread.</summary>
public sealed class App : IDisposable
{
    private readonly List<Action<Frame>>[] systems = [.. Enum.GetValues<Phase>().Select(_ => new List<Action<Frame>>())];
    private readonly Dictionary<string, SceneComponent> components = [];
    private readonly Dictionary<Type, object> shared = [];
    private readonly Stack<IDisposable> owned = new();
    private readonly FrameClock clock;
    private readonly Frame frame;
    private readonly bool ownsGpu;
    private bool disposed;

    /// <summary>Opens the device, unless it is given one, which it then leaves open. Throws GpuException where there is none.</summary>
    public App(AppOptions? options = null, Gpu? gpu = null)
    {
        Options = options ?? new AppOptions();
        clock = new FrameClock(Options.Deterministic ?? Options.Headless);
        frame = new Frame(this) { Width = Options.Width, Height = Options.Height };
        ownsGpu = gpu is null;
        Gpu = gpu ?? Gpu.Open(Options.Gpu);
        Gpu.Deterministic = clock.IsFixed;
        World = World.Create();
    }

    public AppOptions Options { get; }

    public Gpu Gpu { get; }

    public World World { get; }

    public Input Input { get; } = new();

    /// <summary>The scene that was loaded last; null before.</summary>
    public Scene? Scene { get; private set; }

    /// <summary>Whether time advances by 1/60 s per frame, whatever the wall's clock says.</summary>
    public bool IsDeterministic => clock.IsFixed;

    /// <summary>Frames made.</summary>
    public long Frames { get; private set; }

    /// <summary>Stop was called, or the window closed.</summary>
    public bool IsStopping { get; private set; }

    /// <summary>Runs <paramref name="system"/> in every frame, after the systems installed before it in the same phase.</summary>
    public App Every(Phase phase, Action<Frame> system)
    {
        systems[(int)phase].Add(system);
        return this;
    }

    /// <summary>Lets scene files use T under <paramref name="name"/>. Throws InvalidOperationException where the name is taken or a field cannot be written in YAML.</summary>
    public App Component<T>(string name) where T : struct
    {
        if (!components.TryAdd(name, SceneComponent.Of(typeof(T), name))) throw new InvalidOperationException($"Two components are called {name}: {components[name].Type} and {typeof(T)}.");
        return this;
    }

    public App Install(IPlugin plugin)
    {
        plugin.Install(this);
        return this;
    }

    /// <summary>The one T of this app, made at the first call: what systems share. Disposed with the app.</summary>
    public T Shared<T>(Func<App, T> make) where T : class
    {
        if (shared.TryGetValue(typeof(T), out object? known)) return (T)known;
        T made = make(this);
        shared.Add(typeof(T), made);
        if (made is IDisposable disposable) Own(disposable);
        return made;
    }

    /// <summary>Disposes <paramref name="disposable"/> with the app, before whatever was owned earlier, after the scene.</summary>
    public T Own<T>(T disposable) where T : IDisposable
    {
        owned.Push(disposable);
        return disposable;
    }

    /// <summary>Replaces the current scene. Throws SceneException (the old scene is gone then), or FileNotFoundException.</summary>
    public Scene Load(string path)
    {
        Scene?.Dispose();
        Scene = null;
        return Scene = Scene.Load(path, World, components);
    }

    /// <summary>Makes one frame: all systems of all phases.</summary>
    public void Step()
    {
        ObjectDisposedException.ThrowIf(disposed, this);
        clock.Advance(Frames);
        frame.Index = Frames;
        frame.Time = clock.Time;
        frame.DeltaTime = (float)clock.Delta;
        if (Options.HotReload && Frames % 30 == 29) Reload();
        Commands commands = frame.Commands = Gpu.Begin();
        try
        {
            foreach (List<Action<Frame>> phase in systems)
                foreach (Action<Frame> system in phase) system(frame);
        }
        catch
        {
            Gpu.Discard(commands);
            throw;
        }
        Gpu.Submit(commands);
        Input.EndFrame();
        Frames++;
    }

    /// <summary>Makes frames until <paramref name="frames"/> are made, Stop is called or the window closes.</summary>
    public void Run(long frames = long.MaxValue)
    {
        for (long made = 0; made < frames && !IsStopping; made++) Step();
    }

    /// <summary>Ends Run after the current frame.</summary>
    public void Stop() => IsStopping = true;

    /// <summary>Ends the scene, then what was owned, newest first, then the device.</summary>
    public void Dispose()
    {
        if (disposed) return;
        disposed = true;
        try
        {
            Scene?.Dispose();
            World.ClearDisposing();
            while (owned.TryPop(out IDisposable? disposable)) disposable.Dispose();
        }
        finally
        {
            World.Dispose();
            if (ownsGpu) Gpu.Dispose();
        }
    }

    private void Reload()
    {
        try
        {
            Scene?.ReloadIfChanged();
        }
        catch (Exception error) when (error is SceneException or IOException)
        {
            // Half-typed text is normal while editing: say it, keep the running scene.
            Console.Error.WriteLine(error.Message);
        }
    }
}
