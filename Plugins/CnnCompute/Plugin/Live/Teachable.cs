// A net that learns what it is shown, as code teaches it.
using Engine;

namespace CnnCompute;

/// <summary>
/// Examples are added by name, answers read at any time. What is asked for is done by the next frames, in its order. For the app's thread.
/// </summary>
public sealed class Teachable
{
    private readonly App app;
    private readonly Queue<Action<LiveTeaching>> asked = new();

    internal Teachable(App app, Entity entity)
    {
        (this.app, Entity) = (app, entity);
        app.Shared(Orders.Of).All.Add(this);
    }

    /// <summary>The entity, with a <see cref="CnnCompute.Teach"/> that may be edited.</summary>
    public Entity Entity { get; }

    /// <summary>Names of the classes, in the order in which they were first seen.</summary>
    public IReadOnlyList<string> Classes
    {
        get
        {
            // Those of its folder are added when it runs; those that were asked for since are taken in the next frame.
            var stated = app.World.Get<Teach>(Entity).Classes.Names;
            return Running is { } running && running.Names.Count > stated.Count ? running.Names : stated;
        }
    }

    /// <summary>Name of the class that the newest picture is of; empty before there is an answer, and where it is none of them.</summary>
    public string Label => Running is { Answer: >= 0 and var index } running ? running.Names[index] : "";

    /// <summary>Its share among the classes, 0 to 1; 0 before there is an answer.</summary>
    public float Score => Running is { Answer: >= 0 and var index } running ? running.Share(index) : 0;

    /// <summary>Examples there are.</summary>
    public int Examples => Running?.Teaching.Examples.Count ?? 0;

    /// <summary>Whether everything that was asked for has been begun and nothing is left to be trained.</summary>
    public bool IsSettled => asked.Count == 0 && Running is { IsSettled: true };

    private LiveTeaching? Running => app.World.Find<LiveTeaching>(Entity);

    /// <summary>The next picture is an example of a class, which is made where it is new.</summary>
    /// <exception cref="ArgumentException">The name is empty, holds a comma, or cannot be told from another one as a folder's.</exception>
    public void Add(string name)
    {
        var index = IndexOf(name);
        asked.Enqueue(running => running.Add(index));
    }

    /// <summary>Takes the last example away.</summary>
    public void Undo() => asked.Enqueue(static running => running.Undo());

    /// <summary>Takes all examples of a class away.</summary>
    /// <exception cref="ArgumentException">There is no such class.</exception>
    public void Clear(string name)
    {
        var index = Known(name);
        if (index < 0)
            throw new ArgumentException($"no class is called \"{name}\"{Spelling.Hint(name, [.. Classes])}", nameof(name));
        asked.Enqueue(running => running.Clear(index));
    }

    /// <summary>Writes what was learnt as one model file (.onnx, .safetensors), beside the frames; a line says when it is there.</summary>
    /// <exception cref="ArgumentException">The ending is another one.</exception>
    public void Save(string path)
    {
        if (!TaughtHead.IsModel(path))
            throw new ArgumentException($"{path}: a model is written as .onnx or .safetensors", nameof(path));
        var whole = Path.GetFullPath(path);
        asked.Enqueue(running => running.Export(whole));
    }

    /// <summary>Ends it; between two frames.</summary>
    public void Remove()
    {
        app.Shared(Orders.Of).All.Remove(this);
        app.Remove(Entity);
    }

    private int Known(string name)
    {
        for (var i = 0; i < Classes.Count; i++)
        {
            if (Classes[i] == name)
                return i;
        }
        return -1;
    }

    private int IndexOf(string name)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(name);
        name = name.Trim();
        if (Known(name) is >= 0 and var known)
            return known;
        if (name.Contains(','))
            throw new ArgumentException($"\"{name}\": a class's name has no comma, which stands between names", nameof(name));
        string[] all = [.. Classes, name];
        app.World.Get<Teach>(Entity).Classes = ClassList.Parse(string.Join(',', all));
        return all.Length - 1;
    }

    private void Obey()
    {
        while (asked.Count > 0 && Running is { } running)
            asked.Dequeue()(running);
    }

    /// <summary>Those of one app, whose orders are carried out in the Update phase.</summary>
    private sealed class Orders
    {
        public List<Teachable> All { get; } = [];

        public static Orders Of(App app)
        {
            var orders = new Orders();
            app.Every(Phase.Update, _ => orders.Run());
            return orders;
        }

        private void Run()
        {
            for (var i = 0; i < All.Count; i++)
                All[i].Obey();
        }
    }
}
