// The life of components that have a running side: made when one appears or is edited, run every frame, refused once when it is wrong.
namespace Engine;

/// <summary>One kind of component with a running side; see <see cref="Live{TWanted, TRunning}"/>.</summary>
public abstract class Live
{
    private protected Live(string kind) => Kind = kind;

    /// <summary>Its word in messages, such as <c>dream</c>.</summary>
    public string Kind { get; }

    /// <summary>What readouts can show of its running sides, by name.</summary>
    public abstract IReadOnlyCollection<string> Names { get; }

    /// <summary>Makes what is new or edited and runs everything for this frame.</summary>
    /// <exception cref="InvalidOperationException">In the first frames: what the scene asks for is not possible. Later that is only said.</exception>
    public abstract void Run(Frame frame);

    /// <summary>Whether the entity has such a component, running or not.</summary>
    internal abstract bool IsOn(World world, Entity entity);

    /// <summary>Appends what is read under a name, or an ellipsis where nothing runs yet; false where there is no such name.</summary>
    internal abstract bool Read(Frame frame, Entity entity, string name, TextBuffer text);
}

/// <summary>
/// Runs all components of one kind of one app. A component that cannot be made ends the scene in the first frames; later it is said once, and the old
/// one goes on, or none, until it is edited again. What needs an image waits for it. Making one anew adds no component to an entity and removes none.
/// <code>
/// app.Component("DeepDream", Phase.Compute, new Live&lt;DeepDream, Dreaming&gt;("dream", Dreaming.Compile) { Image = (_, dream) => dream.Image });
/// </code>
/// </summary>
/// <typeparam name="TWanted">The component as scenes write it.</typeparam>
/// <typeparam name="TRunning">Its running side, a component of the same entity.</typeparam>
/// <param name="kind">Word for messages, such as <c>dream</c>.</param>
/// <param name="make">Makes the running side; throws where the settings are wrong.</param>
public sealed class Live<TWanted, TRunning>(string kind, Func<Frame, Entity, TWanted, TRunning> make) : Live(kind)
    where TWanted : struct, IEquatable<TWanted> where TRunning : class, ILive<TWanted>
{
    private static readonly QueryDescription New = new QueryDescription().WithAll<TWanted>().WithNone<TRunning>();
    private static readonly QueryDescription Running = new QueryDescription().WithAll<TWanted, TRunning, Asked>();
    private static readonly QueryDescription Left = new QueryDescription().WithAll<TRunning, Asked>().WithNone<TWanted>();
    private readonly Dictionary<Entity, Asked> pending = [];
    private Scene? scene;

    /// <summary>The image that must be published before it can be made; null for none. Some are published by a system that runs later.</summary>
    public Func<World, TWanted, string?>? Image { get; init; }

    /// <summary>What else it is made for, as it is now; when that changes it counts as edited.</summary>
    public Func<World, Entity, IBeside>? Beside { get; init; }

    /// <summary>
    /// The file or device that making it opens, where that may take longer than a frame: the name is shown meanwhile. Null for what takes no time.
    /// </summary>
    public Func<World, TWanted, string>? Loads { get; init; }

    /// <summary>
    /// Whether one that fails in a frame stands still, and the scene goes on; not so where it knows itself what it can do without, and what ends a
    /// scene.
    /// </summary>
    public bool FailsAlone { get; init; } = true;

    /// <summary>What readouts can show of it; the first where they name nothing.</summary>
    public Readings<TRunning> Readings { get; init; } = [];

    /// <summary>
    /// Frames at the beginning in which what is wrong ends the scene, and frames an image is waited for without a word: what one system publishes
    /// another finds a frame later, and chains of them are short.
    /// </summary>
    public int Patience { get; init; } = 8;

    /// <inheritdoc/>
    public override IReadOnlyCollection<string> Names => Readings.Names;

    /// <inheritdoc/>
    public override void Run(Frame frame)
    {
        var world = frame.World;
        if (world.CountEntities(in Left) > 0)
            Release(world);
        if (world.CountEntities(in New) > 0)
            Attach(frame);
        else if (pending.Count > 0)
            pending.Clear();
        foreach (ref var chunk in world.Query(in Running))
        {
            foreach (var i in chunk)
            {
                ref var asked = ref chunk.Get<Asked>(i);
                ref var running = ref chunk.Get<TRunning>(i);
                ref var wanted = ref chunk.Get<TWanted>(i);
                if (!asked.IsSame(wanted, world, chunk.Entity(i)) || asked.Waits)
                    Edit(frame, chunk.Entity(i), wanted, asked, ref running);
                if (!asked.IsStopped)
                    Go(frame, chunk.Entity(i), running, asked);
            }
        }
    }

    /// <inheritdoc/>
    internal override bool IsOn(World world, Entity entity) => world.Has<TWanted>(entity);

    /// <inheritdoc/>
    internal override bool Read(Frame frame, Entity entity, string name, TextBuffer text)
    {
        if (Readings.Find(name) is not { } write)
            return false;
        if (frame.World.Find<TRunning>(entity) is { } running)
            write(running, frame, text);
        else
            text.Append($"…");
        return true;
    }

    // What a frame cannot give it, such as memory for a larger picture, stops this one alone; a lost device is lost for all.
    private void Go(Frame frame, Entity entity, TRunning running, Asked asked)
    {
        try
        {
            running.Run(frame);
        }
        catch (Exception error) when (
            FailsAlone && frame.Index > Patience && InputError.Is(error) && error is not GpuException { Result: "ErrorDeviceLost" })
        {
            asked.IsStopped = true;
            Log.Warning($"{Kind} {frame.World.NameOf(entity)}: {InputError.Sentence(error).TrimEnd('.')}; it stands still until it is edited");
        }
    }

    // The component was removed, its entity stays.
    private static void Release(World world)
    {
        var entities = new Entity[world.CountEntities(in Left)];
        world.GetEntities(in Left, entities);
        foreach (var entity in entities)
        {
            world.Remove<Asked>(entity);
            world.RemoveDisposing<TRunning>(entity);
        }
    }

    private void Attach(Frame frame)
    {
        // Another scene's entities may have the numbers of this one's.
        if (!ReferenceEquals(scene, frame.App.Scene))
            pending.Clear();
        scene = frame.App.Scene;
        var entities = new Entity[frame.World.CountEntities(in New)];
        frame.World.GetEntities(in New, entities);
        foreach (var entity in entities)
        {
            var wanted = frame.World.Get<TWanted>(entity);
            if (!pending.TryGetValue(entity, out var asked) || !asked.IsSame(wanted, frame.World, entity))
                pending[entity] = asked = Ask(frame, entity, wanted);
            if (!asked.Waits)
                continue;
            if (Missing(frame, wanted) is { } image)
                Wait(frame, entity, asked, image);
            else
                Make(frame, entity, asked);
        }
    }

    private void Make(Frame frame, Entity entity, Asked asked)
    {
        try
        {
            var running = Load(frame, entity, asked.Wanted);
            asked.Waits = false;
            frame.World.Add(entity, running, asked);
            pending.Remove(entity);
        }
        catch (Exception error) when (frame.Index > Patience && InputError.Is(error))
        {
            // It is neither thrown away nor tried again in every frame.
            asked.Waits = false;
            Log.Warning(InputError.Sentence(error));
        }
    }

    private void Wait(Frame frame, Entity entity, Asked asked, string image)
    {
        if (asked.IsSaid || frame.Index - asked.Since < Patience)
            return;
        asked.IsSaid = true;
        var (name, names) = (frame.World.NameOf(entity), frame.Images.List());
        var message = $"{Kind} {name}: nothing in the scene publishes the image \"{image}\" that it looks at; there are: {names}";
        if (frame.Index <= Patience)
            throw new InvalidOperationException(message);
        Log.Warning(message);
    }

    // What is mistyped while the scene runs is said once; the old one goes on, and follows when the image it shall look at is there.
    private void Edit(Frame frame, Entity entity, in TWanted wanted, Asked asked, ref TRunning running)
    {
        var isNew = !asked.IsSame(wanted, frame.World, entity);
        try
        {
            if (isNew)
            {
                asked.Take(Ask(frame, entity, wanted));
                if (running.Takes(in wanted))
                    return;
            }
            var missing = Missing(frame, wanted);
            asked.Waits = missing is not null;
            if (missing is null)
            {
                var old = running;
                running = Load(frame, entity, wanted);
                old.Dispose();
            }
            else if (isNew)
            {
                var name = frame.World.NameOf(entity);
                Log.Warning($"{Kind} {name}: nothing publishes the image \"{missing}\" that it looks at now; it goes on with the old one");
            }
        }
        catch (Exception error) when (InputError.Is(error))
        {
            Log.Warning(InputError.Sentence(error));
        }
    }

    private TRunning Load(Frame frame, Entity entity, TWanted wanted) =>
        Loads?.Invoke(frame.World, wanted) is { Length: > 0 } file
            ? frame.App.Load(Path.GetFileName(file), () => make(frame, entity, wanted))
            : make(frame, entity, wanted);

    private Asked Ask(Frame frame, Entity entity, in TWanted wanted) => new(wanted, Beside?.Invoke(frame.World, entity), frame.Index);

    private string? Missing(Frame frame, in TWanted wanted) =>
        Image?.Invoke(frame.World, wanted) is { } name && !frame.Images.TryGet(name, out _) ? name : null;

    /// <summary>What was asked for last, made or not: a third component beside one that runs.</summary>
    private sealed class Asked(TWanted wanted, IBeside? beside, long since)
    {
        private IBeside? beside = beside;

        public TWanted Wanted { get; private set; } = wanted;

        public long Since { get; private set; } = since;

        /// <summary>Still to be made; where not it runs, or was refused.</summary>
        public bool Waits { get; set; } = true;

        public bool IsSaid { get; set; }

        /// <summary>Its running side failed in a frame and is not run until it is edited.</summary>
        public bool IsStopped { get; set; }

        public bool IsSame(in TWanted wanted, World world, Entity entity) => Wanted.Equals(wanted) && beside?.IsAsItWas(world, entity) != false;

        public void Take(Asked other) => (Wanted, beside, Since, Waits, IsStopped) = (other.Wanted, other.beside, other.Since, false, false);
    }
}
