// The running side of a camera that is taught.
using Engine;

namespace CnnCompute;

/// <summary>Attached to an entity with a <see cref="Teach"/>; disposed with it.</summary>
internal sealed partial class LiveTeaching : ILive<Teach>
{
    private const float LeastSlice = 0.5f;
    private const int LeastSize = 32, MostSize = 1024, MostNamed = 1000;

    private readonly App app;
    private readonly string name;
    private readonly Teaching teaching;
    private readonly ExampleSheet sheet;
    private readonly LatePicture picture;
    private readonly KeptExamples? kept;
    private readonly List<string> names;
    private readonly LogOnce said = new();
    private readonly SliceBudget looking = new(), learning = new();
    private readonly float sliceMilliseconds;
    private readonly Queue<int> adds = new(64), clears = new();
    private Teach wanted;
    private int undos, exports;
    private bool isExporting;
    private string? note, exportTo;
    private Task saving = Task.CompletedTask;

    private LiveTeaching(
        App app, string name, in Teach wanted, Teaching teaching, ExampleSheet sheet, KeptExamples? kept, List<string> names, GpuImage image,
        float slice)
    {
        (this.app, this.name, this.wanted, this.teaching, this.sheet, this.kept, this.names) = (app, name, wanted, teaching, sheet, kept, names);
        sliceMilliseconds = slice;
        picture = new LatePicture(app.Images, app.Gpu, $"{name} picture", image.Width, image.Height);
        app.Images.Publish($"{name} sight", teaching.Sight);
    }

    /// <summary>What is taught.</summary>
    public Teaching Teaching => teaching;

    /// <summary>Names of the classes there are.</summary>
    public IReadOnlyList<string> Names => names;

    /// <summary>Whether all that was asked for is done, and nothing is left to be trained.</summary>
    public bool IsSettled => adds.Count + clears.Count + undos + exports == 0 && !(teaching.IsLooking && roundClass >= 0)
        && teaching.StepsLeft(wanted.Head) == 0 && !isExporting && saving.IsCompleted;

    /// <summary>The next picture is an example of the class.</summary>
    public void Add(int index) => adds.Enqueue(index);

    /// <summary>Takes the last example away.</summary>
    public void Undo() => undos++;

    /// <summary>Takes all examples of the class away.</summary>
    public void Clear(int index) => clears.Enqueue(index);

    /// <summary>Writes the model to a file.</summary>
    public void Export(string path) => (exportTo, exports) = (path, exports + 1);

    /// <summary>A class's share in the newest answer.</summary>
    public float Share(int index) => teaching.Share(wanted.Head, index);

    /// <summary>Opens trunk and examples, and compiles.</summary>
    public static LiveTeaching Compile(Frame frame, Entity entity, Teach wanted)
    {
        var (app, name) = (frame.App, frame.World.NameOf(entity));
        var trunk = wanted.Model.Length > 0 ? wanted.Model : ModelFile.Usual;
        var (model, weights) = app.Models().Open(app.PathOf(trunk));
        if (app.Models().InTraining(Path.GetFileName(trunk)) is not null && !File.Exists(app.PathOf(trunk)))
            throw new InvalidOperationException($"teach {name}: {trunk} is in training, and its features would change; name a model file");
        if (model.Height < 0 && (wanted.Size % LeastSize != 0 || wanted.Size is < LeastSize or > MostSize))
            throw new InvalidOperationException($"teach {name}: size {wanted.Size} is not possible; it is a multiple of {LeastSize} to {MostSize}");
        var plans = app.PlansFor(name, Math.Max(wanted.Budget, LeastSlice));
        Teaching? teaching = null;
        KeptExamples? kept = null;
        ExampleSheet? sheet = null;
        try
        {
            teaching = new Teaching(frame.Gpu, model, weights, model.Height > 0 ? 0 : wanted.Size, plans: plans);
            var names = wanted.Classes.Names.ToList();
            if (wanted.Out.Length > 0)
                kept = KeptExamples.Take(app, name, wanted.Out, names, teaching.Sight);
            sheet = new ExampleSheet(app, name, teaching.Sight);
            var image = frame.Images.Find(wanted.Image)!;
            return new LiveTeaching(app, name, wanted, teaching, sheet, kept, names, image, (float)plans.SliceMilliseconds);
        }
        catch
        {
            sheet?.Dispose();
            kept?.Dispose();
            teaching?.Dispose();
            throw;
        }
    }

    /// <inheritdoc/>
    public bool Takes(in Teach edited)
    {
        if (!edited.IsMadeAs(wanted))
        {
            // A folder has one owner at a time: it is left before another one takes it.
            if (edited.Out == wanted.Out)
                kept?.Dispose();
            else if (teaching.Examples.Count > 0 && kept is null)
                Log.Warning($"teach {name}: its {teaching.Examples.Count} examples were kept nowhere (out); it begins anew");
            return false;
        }
        for (var i = wanted.Adds; i < edited.Adds; i++)
            adds.Enqueue(Math.Max(edited.Chosen, 1) - 1);
        if (edited.Showing > 0 && edited.Showing != wanted.Showing)
            adds.Enqueue(edited.Showing - 1);
        undos += Math.Max(0, edited.Undos - wanted.Undos);
        for (var i = wanted.Clears; i < edited.Clears; i++)
            clears.Enqueue(Math.Max(edited.Chosen, 1) - 1);
        exports += Math.Max(0, edited.Exports - wanted.Exports);
        if (!edited.Classes.Equals(wanted.Classes))
            Rename(edited.Classes.Names, wanted.Classes.Names.Count);
        wanted = edited;
        return true;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        saving.Wait();
        kept?.Dispose();
        app.Images.Withdraw($"{name} sight", teaching.Sight);
        picture.Dispose();
        sheet.Dispose();
        teaching.Dispose();
    }

    private string NameOf(int index)
    {
        while (names.Count <= index && index < MostNamed)
            names.Add(ExampleFolder.NameOf(names.Count));
        return names[Math.Min(index, names.Count - 1)];
    }

    // Examples follow their class's place in the list; those of a class that is not listed any more stay on the disk.
    private void Rename(IReadOnlyList<string> given, int before)
    {
        for (var i = 0; i < Math.Max(given.Count, before); i++)
        {
            var called = i < given.Count ? given[i] : ExampleFolder.NameOf(i);
            var old = NameOf(i);
            if (i >= given.Count && teaching.Examples.CountOf(i) is > 0 and var count)
            {
                forgotten.Enqueue(i);
                var where = kept is null ? "" : $"; their pictures stay in {kept.Folder}";
                Log.Information($"teach {name}: {old} is no class any more, and its {count} examples are forgotten{where}");
            }
            else if (i < given.Count && old != called)
            {
                kept?.Rename(old, called);
            }
            names[i] = called;
        }
    }
}
