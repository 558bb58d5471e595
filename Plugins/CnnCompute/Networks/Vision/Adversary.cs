// Small changes of pictures by which a net takes them for something else.
namespace CnnCompute;

/// <summary>
/// Attacks a trained net with its own gradients, many pictures at once: the sign of the cross-entropy's gradient is followed and the change projected
/// back to what is allowed, all on the device. Pictures for a net of one channel are made grey first and change by grey, as it sees nothing else.
/// </summary>
public sealed class Adversary : Computation
{
    private const string PicturesName = "pictures", LabelsName = "labels", EpsilonName = "epsilon", RateName = "rate", KeyName = "key";
    private readonly int count, height, width, channels;
    private readonly PerturbationNorm norm;
    private readonly string model;
    private readonly Trunk trunk;
    private readonly Parameter change;
    private readonly Plan start, step, show;
    private Tensor changed, probabilities;

    /// <summary>Compiles attacks of one kind on <paramref name="count"/> pictures of one size.</summary>
    /// <param name="weights">Holds the net's weights; outlives this.</param>
    /// <param name="trunk">The net.</param>
    /// <param name="count">Pictures at once.</param>
    /// <param name="height">Their rows.</param>
    /// <param name="width">Their columns.</param>
    /// <param name="norm">What epsilon measures.</param>
    /// <exception cref="InvalidDataException">The net gives no classes for pictures of that size.</exception>
    /// <exception cref="NotSupportedException">An operator of the net has no gradient; it is named.</exception>
    public Adversary(Residence weights, Trunk trunk, int count, int height, int width, PerturbationNorm norm = PerturbationNorm.Linf) : base(weights)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(count);
        (this.count, this.height, this.width, this.norm) = (count, height, width, norm);
        (this.trunk, channels, model) = (trunk, trunk.Model.Channels == 1 ? 1 : 3, trunk.Model.Path);
        var shape = new Shape(count, channels, height, width);
        change = State("change", shape);
        using var construction = Constructing();
        start = Compile([Start(shape).AssignTo(change)], options: new PlanOptions { Name = "attack start" });
        step = CompileStep(trunk, shape);
        show = CompileShow(trunk, shape);
        construction.Complete();
    }

    /// <summary>Number of classes.</summary>
    public int Classes { get; private set; }

    /// <summary>Changes pictures until they are taken for something else than <paramref name="labels"/>, as far as the attack allows.</summary>
    /// <param name="pictures">[N,3,H,W] of 0..1.</param>
    /// <param name="labels">Their classes.</param>
    /// <param name="attack">How.</param>
    /// <param name="targeted">Whether the labels are what they shall be taken for instead.</param>
    /// <exception cref="ArgumentException">Pictures or labels are not as many as there should be, or out of range.</exception>
    /// <exception cref="InvalidDataException">The net's probabilities are not numbers.</exception>
    public Attacked Run(ReadOnlySpan<float> pictures, ReadOnlySpan<int> labels, Attack attack, bool targeted = false)
    {
        var epsilon = new float[count];
        Array.Fill(epsilon, attack.Epsilon);
        Begin(pictures, labels);
        var before = Look(out _);
        Follow(attack, epsilon, targeted);
        var after = Look(out var result);
        return new Attacked([.. labels], targeted, result, before, after, epsilon);
    }

    /// <summary>
    /// The smallest change found that reaches the end, for each picture: epsilon is doubled from one level until the attack succeeds and then
    /// bisected, all pictures side by side. It is an upper bound, as attacks may fail where another would not. Pictures that resist
    /// <paramref name="most"/> are given as they are at that size; their <see cref="Attacked.Flipped"/> is false.
    /// </summary>
    /// <param name="pictures">[N,3,H,W] of 0..1.</param>
    /// <param name="labels">Their classes.</param>
    /// <param name="attack">How each size is tried; its own epsilon does not matter.</param>
    /// <param name="targeted">Whether the labels are what they shall be taken for instead.</param>
    /// <param name="most">The largest epsilon tried, in levels.</param>
    /// <param name="precision">Levels within which the smallest is bracketed.</param>
    /// <exception cref="ArgumentException">As for <see cref="Run"/>.</exception>
    public Attacked Smallest(
        ReadOnlySpan<float> pictures, ReadOnlySpan<int> labels, Attack attack, bool targeted = false, float most = 64, float precision = 0.05f)
    {
        if (!(most > 0) || !(precision > 0))
            throw new ArgumentException($"attack: the largest epsilon {most} and the precision {precision} must be positive");
        Begin(pictures, labels);
        var before = Look(out var best);
        var after = before.ToArray();
        // Between the largest size that failed and the smallest that did not; 0 for pictures that need no change.
        var (low, high, tried) = (new float[count], new float[count], new float[count]);
        Array.Fill(high, float.PositiveInfinity);
        for (var i = 0; i < count; i++)
        {
            if ((Attacked.Best(before[i]) == labels[i]) == targeted)
                high[i] = 0;
        }
        while (true)
        {
            bool Done(int i) => high[i] - low[i] <= precision || low[i] >= most;
            var open = Enumerable.Range(0, count).Where(i => !Done(i)).ToArray();
            if (open.Length == 0)
                break;
            Array.Clear(tried);
            foreach (var i in open)
                tried[i] = float.IsFinite(high[i]) ? (low[i] + high[i]) / 2 : Math.Min(most, Math.Max(1, low[i] * 2));
            Follow(attack, tried, targeted);
            var found = Look(out var tries);
            var size = tries.Length / count;
            foreach (var i in open)
            {
                var flipped = (Attacked.Best(found[i]) == labels[i]) == targeted;
                (flipped ? high : low)[i] = tried[i];
                if (!flipped && float.IsFinite(high[i]))
                    continue;
                after[i] = found[i];
                tries.AsSpan(i * size, size).CopyTo(best.AsSpan(i * size));
            }
        }
        return new Attacked([.. labels], targeted, best, before, after, [.. high.Select(h => Math.Min(h, most))]);
    }

    /// <summary>What the net says of pictures as they are, by picture.</summary>
    /// <param name="pictures">[N,3,H,W] of 0..1.</param>
    /// <exception cref="ArgumentException">They are not as many as there should be, or out of range.</exception>
    /// <exception cref="InvalidDataException">The net's probabilities are not numbers.</exception>
    public float[][] Probabilities(ReadOnlySpan<float> pictures)
    {
        Begin(pictures, new int[count]);
        return Look(out _);
    }

    // Anywhere within epsilon, evenly in every value; nowhere where epsilon is 0.
    private static Tensor Start(Shape shape)
    {
        var graph = new Graph();
        var (key, epsilon) = (graph.Value(KeyName, new Shape(2), DType.I32), graph.Value(EpsilonName, new Shape(shape[0], 1, 1, 1)));
        return graph.RandomUniform(shape, key).Scale(2, -1) * epsilon;
    }

    private Plan CompileStep(Trunk trunk, Shape shape)
    {
        var graph = new Graph();
        var (pictures, labels) = (graph.Input(PicturesName, shape), graph.Labels(LabelsName, count));
        var (epsilon, rate) = (graph.Value(EpsilonName, new Shape(count, 1, 1, 1)), graph.Value(RateName, new Shape(count, 1, 1, 1)));
        var old = graph.Parameter(change);
        var seen = Changed(pictures, old);
        // A sum over pictures, so that each one's gradient is its own.
        var loss = trunk.Apply(Colour(seen)).Logits.CrossEntropy(labels, reduction: LossReduction.Sum);
        var gradient = Autodiff.Gradients(loss, [seen])[0];
        Tensor moved;
        if (norm == PerturbationNorm.Linf)
            moved = WithinBox(old + (gradient.Sign() * rate), epsilon);
        else
            moved = WithinBall(old + (gradient / Rms(gradient) * rate), epsilon);
        // What leaves 0..1 comes back to its border, so that the next step starts there.
        moved = (pictures + moved).Clamp(0, 1) - pictures;
        moved = norm == PerturbationNorm.Linf ? WithinBox(moved, epsilon) : WithinBall(moved, epsilon);
        return Compile([moved.AssignTo(change)], options: new PlanOptions { Name = "attack" });
    }

    private Plan CompileShow(Trunk trunk, Shape shape)
    {
        var graph = new Graph();
        changed = Changed(graph.Input(PicturesName, shape), graph.Parameter(change));
        probabilities = trunk.Apply(Colour(changed)).Classes.Shown;
        Classes = probabilities.Shape[1];
        return Compile([], [changed, probabilities], options: new PlanOptions { Name = "attacked" });
    }

    private static Tensor Changed(Tensor pictures, Tensor change) => (pictures + change).Clamp(0, 1);

    private static Tensor Colour(Tensor pictures) => pictures.Shape[1] == 3 ? pictures : Tensor.Concat(1, pictures, pictures, pictures);

    private static Tensor WithinBox(Tensor change, Tensor epsilon) => change.Minimum(epsilon).Maximum(-epsilon);

    private static Tensor WithinBall(Tensor change, Tensor epsilon) => change * (epsilon / Rms(change)).Clamp(max: 1);

    // The least is far below any gradient that counts, so that nothing is divided by zero.
    private static Tensor Rms(Tensor x) =>
        x.NormL2([1, 2, 3], keepDim: true).Scale((float)(1 / Math.Sqrt(x.Shape.Count / x.Shape[0]))).Clamp(min: 1e-30f);

    private void Begin(ReadOnlySpan<float> pictures, ReadOnlySpan<int> labels)
    {
        if (pictures.Length != count * 3 * height * width || labels.Length != count)
        {
            throw new ArgumentException($"attack: {count} pictures [3,{height},{width}] and {count} labels are needed, not {pictures.Length} values "
                + $"and {labels.Length} labels");
        }
        foreach (var value in pictures)
        {
            if (value is not (>= 0 and <= 1))
                throw new ArgumentException($"attack: pictures are of 0..1, and one holds {value}");
        }
        foreach (var label in labels)
        {
            if ((uint)label >= (uint)Classes)
                throw new ArgumentException($"{model}: class {label} does not exist; there are {Classes}, 0 to {Classes - 1}");
        }
        var seen = channels == 3 ? pictures : Grey(pictures);
        step.Upload(PicturesName, seen);
        show.Upload(PicturesName, seen);
        step.Upload(LabelsName, labels);
        Place(new float[count], 0);
    }

    // Follows the gradient from the start; for each picture as far as its own epsilon.
    private void Follow(Attack attack, float[] epsilon, bool targeted)
    {
        attack.Check();
        if (attack.Norm != norm)
            throw new ArgumentException($"attack: this was compiled for changes measured by {norm}, not {attack.Norm}");
        float[] units = [.. epsilon.Select(e => e / 255)];
        Place(attack.RandomStart ? units : new float[count], attack.Seed);
        step.Set(EpsilonName, units);
        step.Set(RateName, [.. epsilon.Select(e => (attack with { Epsilon = e }).Step / 255 * (targeted ? -1 : 1))]);
        for (var i = 0; i < attack.Steps; i++)
            step.Run();
    }

    private void Place(float[] epsilon, int seed)
    {
        start.Set(EpsilonName, epsilon);
        start.SetInt(KeyName, [seed, 0]);
        start.Run();
    }

    // Probabilities by picture, and the pictures in colour.
    private float[][] Look(out float[] pictures)
    {
        show.Run();
        var (all, seen) = (show.Fetch(probabilities), show.Fetch(changed));
        if (all.Any(p => !float.IsFinite(p)))
        {
            var where = trunk.WhereNaN(Weights, channels == 3 ? seen[..(3 * height * width)] : null, height, width);
            throw new InvalidDataException(
                $"{model}: gives probabilities that are not numbers; there is nothing to attack{(where is null ? "" : $" ({where})")}");
        }
        pictures = channels == 3 ? seen : [.. seen.Chunk(height * width).SelectMany(plane => plane.Concat(plane).Concat(plane))];
        return [.. all.Chunk(Classes)];
    }

    // Rec. 601; what is grey already keeps its exact values.
    private float[] Grey(ReadOnlySpan<float> pictures)
    {
        var plane = height * width;
        var grey = new float[count * plane];
        for (var i = 0; i < grey.Length; i++)
        {
            var at = (i / plane * 3 * plane) + (i % plane);
            var (r, g, b) = (pictures[at], pictures[at + plane], pictures[at + (2 * plane)]);
            grey[i] = r == g && g == b ? r : Math.Min(1, (0.299f * r) + (0.587f * g) + (0.114f * b));
        }
        return grey;
    }
}
