// The last examples of classes as small pictures.
using Engine;

namespace CnnCompute;

/// <summary>
/// Small copies of examples on the device: <c>NAME examples</c> shows the last ones of up to nine classes, a row for each, the newest first;
/// <c>NAME class 1</c> and so on the last of each class.
/// </summary>
internal sealed class ExampleSheet : IDisposable
{
    /// <summary>Classes on the sheet.</summary>
    public const int Rows = 9;

    private const int Columns = 4, Side = 40, Edge = 2, Tile = Side + (2 * Edge), MostClasses = 32, Blank = MostClasses * Columns, Nobody = -1;
    private const string Sight = "sight", Sheet = "sheet", Thumb = "thumb", Place = "place", Places = "places";

    // What panels of scenes are filled with: edges and empty places are not seen there. Pictures are stored as what differs from it.
    private static readonly (float, float, float) Panel = (27 / 255f, 32 / 255f, 43 / 255f);
    private static readonly PixelNorm Stored = new((1 / 255f, 1 / 255f, 1 / 255f), (-27 / 255f, -32 / 255f, -43 / 255f));
    private static readonly PixelNorm Drawn = new((1, 1, 1), Panel);

    private readonly Images images;
    private readonly Gpu gpu;
    private readonly string name;
    private readonly Residence own;
    private readonly GpuImage sheet, thumb;
    private readonly Plan keep, one, all;
    private readonly int[] holds = new int[MostClasses * Columns], places = new int[Rows * Columns];
    private readonly GpuImage?[] last = new GpuImage?[MostClasses];
    private readonly int[] lastPlaces = new int[MostClasses];
    private long version = -1;

    /// <summary>An empty sheet.</summary>
    public ExampleSheet(App app, string name, GpuImage sight)
    {
        (images, gpu, this.name, own) = (app.Images, app.Gpu, name, new Residence(app.Gpu));
        Array.Fill(holds, Nobody);
        Array.Fill(lastPlaces, Nobody);
        var shape = new Shape(Blank + 1, 3, Tile, Tile);
        var table = new Parameter("thumbnails", shape, () => new float[shape.Count], requiresGrad: false);
        try
        {
            sheet = gpu.Image(Columns * Tile, Rows * Tile, $"{name} examples");
            thumb = gpu.Image(Side, Side, $"{name} thumbnail");
            Plan Make(Func<Graph, Tensor> root, string image, GpuImage bound) =>
                Plan.Compile(own, [root(new Graph())], [], [(image, bound)], new PlanOptions { Name = $"{name} {image}" });
            keep = Make(
                g => g.FromImage(Sight, Side, Side, Stored).Pad([Edge, Edge, Edge, Edge]).IndexCopyTo(table, Index(g)), Sight, sight);
            one = Make(
                g => g.Parameter(table).Gather(0, Index(g)).Slice(2, Edge, Side).Slice(3, Edge, Side).Normalize(Drawn).ToImage(Thumb), Thumb, thumb);
            all = Make(g => g.Parameter(table).Gather(0, g.Input(Places, new Shape(Rows * Columns), DType.I32)).Normalize(Drawn)
                .ToImage(Sheet, columns: Columns), Sheet, sheet);
        }
        catch
        {
            Free();
            throw;
        }
        images.Publish($"{name} examples", sheet);

        static Tensor Index(Graph graph) => graph.Value(Place, new Shape(1), DType.I32);
    }

    /// <summary>The class in the first row, from 0: the chosen one is always among the rows.</summary>
    public int First { get; private set; }

    /// <summary>Takes what the trunk looks at as the picture of an example.</summary>
    public void Keep(Commands commands, in TaughtExample example)
    {
        if (example.Class >= MostClasses)
            return;
        var place = PlaceOf(example.Class, example.Ordinal);
        holds[place] = example.Ordinal;
        keep.SetInt(Place, place);
        keep.Execute(commands);
        lastPlaces[example.Class] = Nobody;
    }

    /// <summary>Forgets the pictures of a class.</summary>
    public void Clear(int index)
    {
        if (index < MostClasses)
            holds.AsSpan(index * Columns, Columns).Fill(Nobody);
    }

    /// <summary>Draws anew what has changed.</summary>
    public void Run(Commands commands, TaughtExamples examples, int chosen)
    {
        var first = Math.Max(0, chosen - Rows);
        if (examples.Version == version && first == First)
            return;
        (version, First) = (examples.Version, first);
        for (var row = 0; row < Rows; row++)
        {
            for (var column = 0; column < Columns; column++)
                places[(row * Columns) + column] = Held(examples, first + row, column);
        }
        commands.Barrier();
        all.Upload(commands, Places, places);
        all.Execute(commands);
        for (var index = 0; index < Math.Min(MostClasses, examples.Classes); index++)
            ShowLast(commands, index, Held(examples, index, 0));
    }

    /// <summary>Withdraws the pictures.</summary>
    public void Dispose()
    {
        images.Withdraw($"{name} examples", sheet);
        for (var index = 0; index < MostClasses; index++)
            Withdraw(index);
        Free();
    }

    private static int PlaceOf(int index, int ordinal) => (index * Columns) + (ordinal % Columns);

    private int Held(TaughtExamples examples, int index, int back)
    {
        var ordinal = examples.CountOf(index) - 1 - back;
        return index < MostClasses && ordinal >= 0 && PlaceOf(index, ordinal) is var place && holds[place] == ordinal ? place : Blank;
    }

    private void ShowLast(Commands commands, int index, int place)
    {
        if (lastPlaces[index] == place)
            return;
        lastPlaces[index] = place;
        if (place == Blank)
        {
            Withdraw(index);
            return;
        }
        if (last[index] is null)
            images.Publish(NameOf(index), last[index] = gpu.Image(Side, Side, NameOf(index)));
        one.SetInt(Place, place);
        one.Execute(commands);
        commands.Barrier();
        commands.Copy(thumb, last[index]!);
        commands.Barrier();
    }

    private string NameOf(int index) => $"{name} class {index + 1}";

    private void Withdraw(int index)
    {
        if (last[index] is not { } image)
            return;
        images.Withdraw(NameOf(index), image);
        image.Dispose();
        last[index] = null;
    }

    private void Free()
    {
        keep?.Dispose();
        one?.Dispose();
        all?.Dispose();
        sheet?.Dispose();
        thumb?.Dispose();
        own.Dispose();
    }
}
