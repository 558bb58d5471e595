// Changes of colours that follow each other, as few passes over the pixels.
namespace CnnCompute;

/// <summary>Collects the steps of a batch's samples in a table and applies them.</summary>
internal sealed class ColourPlan(TrainingBatch batch)
{
    private const uint Sharpness = 1 << 12;

    // ImageNet's, of pixels of 0 to 1 (Facebook's fb.resnet.torch): rows red, green, blue; a column is a component.
    private static readonly double[] ImageNetValues = [0.2175, 0.0188, 0.0045],
        ImageNetVectors = [-0.5675, 0.7192, 0.4009, -0.5808, -0.0045, -0.8140, -0.5836, -0.6948, 0.4203];

    private readonly List<(RandomColour Kind, DrawRange Range, float P, int? Id)> steps = [];

    /// <summary>Adds a step. What has no meaning for grey pictures is left out there.</summary>
    public void Add(RandomColour kind, DrawRange range, float p = 1, int? id = null)
    {
        var isGrey = batch.Images.Shape[1] == 1;
        if (isGrey && kind is RandomColour.Saturation or RandomColour.Hue or RandomColour.Greyscale)
            return;
        if (isGrey && kind == RandomColour.Jitter)
            range = range with { E = 1, F = 1, G = 0, H = 0 };
        steps.Add((kind, range, p, id));
    }

    /// <summary>Lets a policy join.</summary>
    public void Join(PolicyTransform policy, IReadOnlyList<int> ids)
    {
        foreach (var id in ids)
            Add(RandomColour.Policy, policy.Range(batch.Images.Shape[2], batch.Images.Shape[3]), id: id);
    }

    /// <summary>The letters of <see cref="RandomColour.Lighting"/>.</summary>
    public DrawRange Lighting(float deviation)
    {
        var known = batch.Statistics is { } own && own.Channels == batch.Images.Shape[1];
        var (values, vectors) = known ? (batch.Statistics!.ColourValues, batch.Statistics.ColourVectors) : (ImageNetValues, ImageNetVectors);
        var size = values.Length;
        float Part(int row, int column) => row < size && column < size ? (float)(vectors[(row * size) + column] * values[column]) : 0;
        return new DrawRange(Part(0, 0), Part(0, 1), Part(0, 2), Part(1, 0), Part(1, 1), Part(1, 2), Part(2, 0), Part(2, 1), Part(2, 2), deviation);
    }

    /// <summary>Appends the passes.</summary>
    public TrainingBatch Finish()
    {
        var slots = steps.Sum(s => RandomColourOp.StepsOf(s.Kind));
        if (slots == 0)
            return batch;
        var (images, size) = (batch.Images, (batch.Images.Shape[2], batch.Images.Shape[3]));
        Tensor? table = null;
        var at = 0;
        foreach (var (kind, range, p, id) in steps)
        {
            table = batch.Samples.RandomColour(batch.Key, kind, range, size, (at, slots), p, table, id);
            at += RandomColourOp.StepsOf(kind);
        }
        // A pass can know the whole picture once, before it is sharpened, and neighbours only as they were before it.
        var (first, codes) = (0, new List<uint>());
        foreach (var (kind, range, _, _) in steps)
        {
            var (more, all) = (CodesOf(kind, range), codes.Aggregate(0u, (a, c) => a | c));
            var needs = (all & (ColourStepsOp.NeedStatistics | Sharpness)) != 0 && (more & ColourStepsOp.NeedStatistics) != 0;
            if (codes.Count > 0 && (needs || (more & Sharpness) != 0 || codes.Count + RandomColourOp.StepsOf(kind) > ColourCodes.Most))
            {
                images = Pass(images, table!.Value, first, codes);
                first += codes.Count;
                codes.Clear();
            }
            codes.AddRange(Enumerable.Repeat(more, RandomColourOp.StepsOf(kind)));
        }
        return batch with { Images = Pass(images, table!.Value, first, codes) };
    }

    private static Tensor Pass(Tensor images, Tensor table, int first, List<uint> codes) => codes.TrueForAll(c => c == 0)
        ? images
        : images.ColourSteps(table, first, first + codes.Count, ColourCodes.Of(codes));

    // Bit k where a step may write code k into the table.
    private static uint CodesOf(RandomColour kind, DrawRange range) => kind switch
    {
        RandomColour.Lighting => 1 << 13,
        RandomColour.Noise => 1 << 14,
        RandomColour.Erase => range.E < 0 ? 1u << 16 : 1u << 15,
        RandomColour.Cutout => 1 << 15,
        RandomColour.Jitter => (range is { A: 1, B: 1 } ? 0u : 1 << 1) | (range is { C: 1, D: 1 } ? 0u : 1 << 2)
            | (range is { E: 1, F: 1 } ? 0u : 1 << 3) | (range is { G: 0, H: 0 } ? 0u : 1 << 4),
        RandomColour.Policy => (1 << 1) | (1 << 2) | (1 << 3) | (1 << 7) | (1 << 8) | (1 << 9) | (1 << 10) | Sharpness,
        _ => 1u << ((int)kind + 1),
    };
}
