// The life of a component that computes: compiled when it appears or is edited, run every frame, refused once when it is wrong.
using Engine;

namespace CnnCompute;

/// <summary>The running side of such a component; disposed with its entity.</summary>
/// <typeparam name="TWanted">The component as scenes write it.</typeparam>
internal interface ILive<TWanted> : IDisposable where TWanted : struct, IEquatable<TWanted>
{
    /// <summary>Whether it can go on with edited settings, which it then takes; false when it must be compiled anew.</summary>
    bool Takes(in TWanted wanted);

    /// <summary>Records its part of the frame; waits for nothing and allocates nothing.</summary>
    void Run(Frame frame);
}

/// <summary>Runs all components of one kind; a system holds one for each app (<see cref="App.Shared"/>), as entities are remembered.</summary>
/// <param name="kind">Word for messages, such as <c>dream</c>.</param>
/// <param name="compile">Makes the running side; null while an image it needs is not published yet.</param>
internal sealed class Live<TWanted, TRunning>(string kind, Func<Frame, Entity, TWanted, TRunning?> compile)
    where TWanted : struct, IEquatable<TWanted> where TRunning : class, ILive<TWanted>
{
    // What one system publishes another finds a frame later; chains of them are short.
    private const int MostFramesOfWaiting = 8;
    private static readonly QueryDescription New = new QueryDescription().WithAll<TWanted>().WithNone<Held>();
    private static readonly QueryDescription Running = new QueryDescription().WithAll<TWanted, Held>();
    private readonly Dictionary<Entity, (TWanted Wanted, long Since)> waiting = [];
    private readonly Dictionary<Entity, TWanted> refused = [];

    /// <summary>The second component: what runs, and for what.</summary>
    public sealed class Held(TRunning live, TWanted wanted) : IDisposable
    {
        /// <summary>What runs.</summary>
        public TRunning Live { get; internal set; } = live;

        internal TWanted Wanted { get; set; } = wanted;

        /// <inheritdoc/>
        public void Dispose() => Live.Dispose();
    }

    /// <summary>What runs for an entity; null before it was compiled.</summary>
    public static TRunning? Find(World world, Entity entity) =>
        entity != Entity.Null && world.IsAlive(entity) && world.TryGet<Held>(entity, out var held) ? held!.Live : null;

    /// <summary>Compiles what is new or edited and runs everything for this frame.</summary>
    /// <exception cref="InvalidOperationException">In the first frames: what the scene asks for is not possible. Later that is only said.</exception>
    public void Run(Frame frame)
    {
        if (frame.World.CountEntities(in New) > 0)
            Attach(frame);
        foreach (ref var chunk in frame.World.Query(in Running))
        {
            foreach (var i in chunk)
            {
                var held = chunk.Get<Held>(i);
                ref var wanted = ref chunk.Get<TWanted>(i);
                if (!held.Wanted.Equals(wanted))
                    Edit(frame, chunk.Entity(i), held, wanted);
                held.Live.Run(frame);
            }
        }
    }

    private void Attach(Frame frame)
    {
        var entities = new Entity[frame.World.CountEntities(in New)];
        frame.World.GetEntities(in New, entities);
        foreach (var entity in entities)
        {
            var wanted = frame.World.Get<TWanted>(entity);
            if (refused.TryGetValue(entity, out var known) && known.Equals(wanted))
                continue;
            try
            {
                if (compile(frame, entity, wanted) is { } live)
                {
                    frame.World.Add(entity, new Held(live, wanted));
                    waiting.Remove(entity);
                }
                else
                    Wait(frame, entity, wanted);
            }
            catch (Exception error) when (frame.Index > MostFramesOfWaiting && IsWrongInput(error))
            {
                Log.Warning(error.Message);
                refused[entity] = wanted;
            }
        }
    }

    private void Wait(Frame frame, Entity entity, TWanted wanted)
    {
        if (!waiting.TryGetValue(entity, out var since) || !since.Wanted.Equals(wanted))
            waiting[entity] = since = (wanted, frame.Index);
        if (frame.Index - since.Since < MostFramesOfWaiting)
            return;
        var names = string.Join(", ", frame.App.Shared(_ => new Images()).Names);
        var message = $"{kind} {frame.World.NameOf(entity)}: nothing in the scene publishes the image it looks at; there are: {names}";
        refused[entity] = wanted;
        if (frame.Index <= MostFramesOfWaiting)
            throw new InvalidOperationException(message);
        Log.Warning(message);
    }

    // What is mistyped while the scene runs is said once; the old one goes on.
    private void Edit(Frame frame, Entity entity, Held held, TWanted wanted)
    {
        held.Wanted = wanted;
        try
        {
            if (held.Live.Takes(in wanted))
                return;
            if (compile(frame, entity, wanted) is not { } live)
                throw new InvalidOperationException($"{kind} {frame.World.NameOf(entity)}: nothing publishes the image it looks at now; it goes on with the old one");
            held.Live.Dispose();
            held.Live = live;
        }
        catch (Exception error) when (IsWrongInput(error))
        {
            Log.Warning(error.Message);
        }
    }

    internal static bool IsWrongInput(Exception error) =>
        error is IOException or InvalidDataException or InvalidOperationException or ArgumentException or NotSupportedException or GpuException;
}
