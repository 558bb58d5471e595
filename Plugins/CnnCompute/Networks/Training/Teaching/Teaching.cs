// A trained trunk that is taught other classes by showing it examples.
using Engine;

namespace CnnCompute;

/// <summary>
/// A trunk looks at pictures, one round after another and in slices; a round's features are answered by heads, and where its picture is shown as an
/// example they are kept on the device, from which the heads are made. Nothing waits: answers come back some frames later. Equal pictures, classes,
/// slices and options give equal bits on one device.
/// </summary>
public sealed partial class Teaching : IDisposable
{
    private const string Source = "source", Seen = "seen", Crop = "crop", Features = "features";

    private readonly PlanOptions plans;
    private readonly Residence own;
    private readonly Plan trunk;
    private readonly BalancedDraws draws;
    private Plan? crop;
    private GpuImage? source;
    private TaughtHeads heads;
    private int[] labels = [];

    /// <summary>Compiles the trunk and its heads.</summary>
    /// <param name="gpu">The device.</param>
    /// <param name="model">The trunk.</param>
    /// <param name="weights">Where its weights lie.</param>
    /// <param name="side">Side of the pictures it looks at; 0 for the model's own, else 128.</param>
    /// <param name="options">What is computed.</param>
    /// <param name="plans">How plans are compiled; those that may take longer than a frame have slices.</param>
    /// <exception cref="ArgumentException">The trunk takes another size alone, or an option makes no sense.</exception>
    /// <exception cref="InvalidDataException">It takes no pictures of one channel or three, or nobody says how bytes become its input.</exception>
    public Teaching(Gpu gpu, ModelFile model, Residence weights, int side = 0, TeachingOptions? options = null, PlanOptions? plans = null)
    {
        (Model, Options) = (model, options ?? new TeachingOptions());
        Options.Validate();
        this.plans = (plans ?? new PlanOptions { Name = "teaching" }) with { Budgeted = true };
        (Net, draws) = (NetOf(model, side), new BalancedDraws(Options.Seed));
        own = new Residence(gpu);
        try
        {
            Sight = gpu.Image(Net.Width, Net.Height, $"{this.plans.Name} sight");
            var graph = new Graph();
            var picture = graph.FromImage(Seen, Net.Height, Net.Width, model.NeededNorm, grey: model.Channels == 1);
            trunk = Plan.Compile(weights, [], [Net.Features(picture).Named(Features)], [(Seen, Sight)], this.plans with
            {
                Name = $"{this.plans.Name} trunk",
            });
            heads = new TaughtHeads(own, Net.FeatureCount, Options.Room, Options.ClassRoom, Options, this.plans);
        }
        catch
        {
            trunk?.Dispose();
            Sight?.Dispose();
            own.Dispose();
            throw;
        }
        Fit();
    }

    /// <summary>The side of pictures for trunks of any size where none is asked for.</summary>
    public const int UsualSide = 128;

    /// <summary>The trunk's file.</summary>
    public ModelFile Model { get; }

    /// <summary>What is computed.</summary>
    public TeachingOptions Options { get; }

    /// <summary>The trunk's compiled plan, of one picture.</summary>
    public Plan Trunk => trunk;

    /// <summary>The square that the trunk looks at, as it sees it; it changes when a round begins.</summary>
    public GpuImage Sight { get; }

    /// <summary>The examples.</summary>
    public TaughtExamples Examples { get; } = new();

    /// <summary>Whether a round has begun and its features are not there.</summary>
    public bool IsLooking { get; private set; }

    /// <summary>What the newest answer says, by class: shares of each head, then cosines to the classes, then that to the nearest example.</summary>
    internal float[] Answers { get; private set; } = [];

    /// <summary>Classes there is room for: the length of a row of answers.</summary>
    public int Room => heads.Classes;

    /// <summary>The trunk with its cut.</summary>
    internal TransferNet Net { get; }

    /// <summary>The most alike of two classes that have examples, and the cosine of their means; -1 where there are no two.</summary>
    public (int First, int Second, float Cosine) Alike { get; private set; } = (-1, -1, -1);

    private TransferNet NetOf(ModelFile model, int side)
    {
        model.NeedPictures();
        if (model.Channels == 4)
            throw new InvalidDataException($"{model.Path}: takes pictures with opacity; one that takes grey or coloured pictures can be taught");
        // Many nets that name a size take others, too; the shapes tell.
        var wanted = side > 0 ? side : model.Height > 0 ? 0 : UsualSide;
        return new TransferNet(model, 1, features => TaughtNet.Head(features, 1), side: wanted);
    }

    /// <summary>Begins a round with the square in the middle of a picture.</summary>
    /// <param name="commands">The frame's.</param>
    /// <param name="picture">The picture.</param>
    /// <param name="share">The share of the largest square in it that is looked at.</param>
    /// <exception cref="InvalidOperationException">A round is under way.</exception>
    public void Look(Commands commands, GpuImage picture, float share = 1)
    {
        Begin();
        if (crop is null)
        {
            var graph = new Graph();
            var whole = graph.FromImage(
                Source, Net.Height, Net.Width, PixelNorm.Unit, fit: ImageFit.Cover, cropValue: graph.Value(Crop, new Shape(4)));
            crop = Plan.Compile(own, [whole.ToImage(Seen)], [], [(Source, picture), (Seen, Sight)], plans with
            {
                Name = $"{plans.Name} crop",
                Budgeted = false,
            });
            source = picture;
        }
        if (!ReferenceEquals(source, picture))
        {
            crop.Rebind((Source, picture));
            source = picture;
        }
        var middle = CropRectangle.Centre(Math.Clamp(share, 0.01f, 1));
        crop.Set(Crop, [middle.X, middle.Y, middle.Width, middle.Height]);
        crop.Execute(commands);
    }

    /// <summary>Begins a round with a picture as the trunk sees it, four bytes a pixel.</summary>
    /// <exception cref="InvalidOperationException">A round is under way.</exception>
    public void Look(Commands commands, ReadOnlySpan<byte> rgba)
    {
        Begin();
        commands.Barrier();
        commands.Upload(Sight, rgba);
        commands.Barrier();
    }

    /// <summary>Appends the round's next slices as far as they fit; whether its features are there with them.</summary>
    public bool Advance(Commands commands, SliceBudget budget)
    {
        if (!IsLooking || !budget.Run(trunk, commands))
            return false;
        IsLooking = false;
        return true;
    }

    /// <summary>Keeps the features of the round that has ended as an example of a class.</summary>
    /// <param name="commands">The frame's.</param>
    /// <param name="index">The class, from 0.</param>
    /// <param name="picture">A number for its picture.</param>
    public TaughtExample Learn(Commands commands, int index, long picture = -1)
    {
        var example = Examples.Add(index, picture);
        Grow(commands);
        heads.Store(commands, trunk.Output(Features), example.Slot);
        Fold(commands);
        return example;
    }

    /// <summary>The last example is forgotten; null where there is none.</summary>
    public TaughtExample? Undo(Commands commands)
    {
        var gone = Examples.Undo();
        if (gone is not null)
            Fold(commands);
        return gone;
    }

    /// <summary>All examples of a class are forgotten.</summary>
    public IReadOnlyList<TaughtExample> Clear(Commands commands, int index)
    {
        var gone = Examples.Clear(index);
        if (gone.Count > 0)
            Fold(commands);
        return gone;
    }

    /// <summary>Appends the heads' answers about the round that has ended, which come with a tag. Without any example there are none.</summary>
    public bool Ask(Commands commands, long tag)
    {
        if (Examples.Present == 0)
            return false;
        heads.Ask(commands, trunk.Output(Features), tag);
        return true;
    }

    /// <summary>Takes the newest answer where one has come.</summary>
    public bool TryAnswer(out long tag)
    {
        ReadAlike();
        return heads.TryReadAnswer(Answers, out tag);
    }

    /// <summary>The share of a class in the newest answer of a head.</summary>
    public float Share(TeachHead head, int index) => Answers[((int)head * Room) + index];

    /// <summary>The class that a head names, and how sure it is: a cosine where heads compare, a probability where they were trained.</summary>
    public (int Class, float Certainty) Best(TeachHead head)
    {
        var row = Answers.AsSpan((int)head * Room, Room);
        var best = 0;
        for (var i = 1; i < Room; i++)
        {
            if (row[i] > row[best])
                best = i;
        }
        return (best, head switch
        {
            TeachHead.Prototypes => Answers[(TaughtHeads.Cosines * Room) + best],
            TeachHead.Knn => Answers[TaughtHeads.Nearest * Room],
            _ => row[best],
        });
    }

    /// <summary>Frees plans and examples.</summary>
    public void Dispose()
    {
        export?.Dispose();
        heads.Dispose();
        crop?.Dispose();
        trunk.Dispose();
        Sight.Dispose();
        own.Dispose();
    }

    private void Begin()
    {
        if (IsLooking)
            throw new InvalidOperationException("a round is under way; advance it to its end first");
        IsLooking = true;
    }

    private void Fold(Commands commands)
    {
        Examples.WriteLabels(labels);
        heads.Fold(commands, labels, Examples.Version);
        draws.Take(Examples);
        Restart();
    }

    private void Grow(Commands commands)
    {
        if (Examples.Rows <= heads.Room && Examples.Classes <= heads.Classes)
            return;
        var (room, classes) = (heads.Room, heads.Classes);
        while (room < Examples.Rows)
            room *= 2;
        while (classes < Examples.Classes)
            classes *= 2;
        var larger = new TaughtHeads(own, Net.FeatureCount, room, classes, Options, plans);
        try
        {
            larger.TakeRows(commands, heads);
        }
        catch
        {
            larger.Dispose();
            throw;
        }
        heads.Dispose();
        export?.Dispose();
        (heads, export) = (larger, null);
        Fit();
    }

    private void Fit()
    {
        labels = new int[heads.Room];
        Answers = new float[TaughtHeads.Answers * heads.Classes];
        cosines = new float[heads.Classes * heads.Classes];
        (waits, evaluating, evaluatedSteps) = (false, -1, 0);
    }
}
