// The one harness for ops: a test declares a graph, it checks every recipe, every gradient, and measures.
using System.Diagnostics;
using Engine;

namespace CnnCompute.Tests;

/// <summary>
/// A graph built from inputs. <see cref="Check"/> runs every recipe of every node in it, and of its gradient, on the device against the references in
/// double, and compares the gradient with central differences of the oracle.
/// </summary>
internal sealed partial class OpCase(Func<Graph, Tensor> build)
{
    private const int MostDifferences = 24;

    /// <summary>Largest max|a-b| / max|b| of a recipe.</summary>
    public double Tolerance { get; init; } = 1e-5;

    /// <summary>The same with 16-bit storage, against the reference on operands that were rounded to it.</summary>
    public double HalfTolerance { get; init; } = 4e-3;

    /// <summary>The same for gradients against differences, in double.</summary>
    public double GradientTolerance { get; init; } = 1e-6;

    /// <summary>Whether the graph has a gradient to be checked.</summary>
    public bool Gradient { get; init; } = true;

    /// <summary>Values of an input by its key, in NCHW order; null for uniform numbers in [-1, 1).</summary>
    public Func<string, Shape, double[]?> Values { get; init; } = (_, _) => null;

    /// <summary>Images by name.</summary>
    public Dictionary<string, Picture> Images { get; init; } = [];

    /// <summary>The traits recipes are made for; a test that wants operands cut lowers a limit.</summary>
    public Func<DeviceTraits, DeviceTraits> Device { get; init; } = device => device;

    /// <summary>Gradient, its own gradient, and recipes.</summary>
    public void Check()
    {
        if (Gradient)
            CheckGradient();
        if (Gradient && NoSecondGradient is null)
            CheckSecondGradient();
        CheckRecipes();
    }

    /// <summary>Distinct values far enough apart that a small change never reorders them: for maxima.</summary>
    public static double[] Distinct(Shape shape)
    {
        var order = Enumerable.Range(0, (int)shape.Count).OrderBy(i => new Philox(7).Word((ulong)i)).ToArray();
        return [.. order.Select(i => Round((i + 0.5) / order.Length * 2 - 1))];
    }

    /// <summary>Values at least 0.1 away from zero: for kinks and divisions.</summary>
    public static double[] AwayFromZero(Shape shape) => [.. Uniform(shape, 11).Select(v => Round(v + (v < 0 ? -0.1 : 0.1)))];

    /// <summary>Uniform in [-1, 1), each exactly a float.</summary>
    public static double[] Uniform(Shape shape, ulong stream)
    {
        var random = new Philox(1234, stream);
        return [.. Enumerable.Range(0, (int)shape.Count).Select(i => Round(random.Uniform((ulong)i) * 2 - 1))];
    }

    /// <summary>The same as floats.</summary>
    public static float[] Floats(Shape shape, ulong stream) => [.. Uniform(shape, stream).Select(v => (float)v)];

    /// <summary>Autodiff's nodes, evaluated by the oracle, against central differences.</summary>
    public void CheckGradient()
    {
        var graph = new Graph();
        var loss = Loss(graph, build(graph));
        var inputs = InputsOf(graph);
        var xs = graph.Nodes.Where(n => n.Op is InputOp { Type: DType.F32, IsValue: false, Key: not "cotangent" })
            .Select(n => new Tensor(graph, n.Id)).ToArray();
        var grads = Autodiff.Gradients(loss, xs);
        Assert.That(xs, Is.Not.Empty, "the case has no input to differentiate by");
        for (var k = 0; k < xs.Length; k++)
        {
            var key = ((InputOp)xs[k].Node.Op).Key;
            var analytic = NewOracle(inputs)[grads[k]];
            var picks = Enumerable.Range(0, analytic.Length).OrderBy(i => analytic.Length <= MostDifferences ? (uint)i : new Philox(3).Word((ulong)i))
                .Take(MostDifferences).ToArray();
            var scale = Math.Max(1e-3, analytic.Max(Math.Abs));
            foreach (var i in picks)
            {
                const double step = 1e-5;
                double At(double delta)
                {
                    var moved = (double[])inputs[key].Clone();
                    moved[i] += delta;
                    return NewOracle(new Dictionary<string, double[]>(inputs) { [key] = moved })[loss][0];
                }
                var numeric = (At(step) - At(-step)) / (2 * step);
                Assert.That(Math.Abs(numeric - analytic[i]) / scale, Is.LessThanOrEqualTo(GradientTolerance),
                    $"d/d{key}[{i}]: the gradient is {analytic[i]}, the difference quotient {numeric}");
            }
        }
    }

    /// <summary>Every recipe of every node, with its epilogue, in place where it may be, and as a view where it is one.</summary>
    public void CheckRecipes()
    {
        var graph = new Graph();
        var nodes = Build(graph);
        var oracle = NewOracle(InputsOf(graph));
        var device = Device(Plan.Traits(GpuFixture.Gpu.Info));
        foreach (var node in nodes)
        {
            double[][] inputs = [.. node.Inputs.Select(t => oracle[t].Select(v => t.Type == DType.F32 ? Round(v) : v).ToArray())];
            CheckNode(node, inputs, device);
            if (node.Op.Accepts != EpilogueParts.None)
            {
                var (fused, extra) = Fuse(node);
                CheckNode(fused, [.. inputs, .. extra], device);
            }
        }
    }

    /// <summary>
    /// Prints microseconds, GB/s and GFLOP/s of every recipe of every node, the gradient's too. The processor time of all cores together is what a
    /// busy machine still tells about a software device.
    /// </summary>
    public void Perf(int repeats = 30)
    {
        using var gpu = Gpu.Open(new GpuOptions { Validation = false, ShaderFolder = GpuFixture.ShaderFolders });
        foreach (var node in Build(new Graph()).Where(n => n.Op.Aliases(n) < 0))
        {
            foreach (var recipe in node.Op.Recipes(node, Plan.Traits(gpu.Info)))
            {
                using var runner = new OpRunner(gpu, node, recipe, pictures: Images);
                runner.Run([.. node.Inputs.Select((t, i) => InputValues(t, (ulong)i))],
                    node.Op is UpdateOp u ? [.. u.Writes.Select(p => Uniform(p.Shape, 5))] : null);
                const int Batch = 5;
                using var recording = gpu.Record("perf", c =>
                {
                    for (var i = 0; i < Batch; i++)
                        runner.Record(c);
                });
                var times = new double[repeats];
                gpu.Run(c => c.Execute(recording));
                var worked = Environment.CpuUsage.TotalTime;
                for (var i = 0; i < repeats; i++)
                {
                    var start = Stopwatch.GetTimestamp();
                    gpu.Run(c => c.Execute(recording));
                    times[i] = Stopwatch.GetElapsedTime(start).TotalMicroseconds / Batch;
                }
                worked = Environment.CpuUsage.TotalTime - worked;
                Array.Sort(times);
                var bytes = node.Inputs.Sum(t => t.Shape.Bytes) + (node.Op is UpdateOp w ? w.Writes.Sum(p => 2 * p.Shape.Bytes) : node.Shape.Bytes);
                var (median, macs) = (times[repeats / 2], node.Op.Macs(node));
                TestContext.Out.WriteLine($"{node.Op.Name,-22} {string.Join(' ', node.Inputs.Select(t => t.Shape)),-50} {recipe.Name,-12} "
                    + $"{median,9:F1} µs (best {times[0],8:F1}, processor {worked.TotalMicroseconds / Batch / repeats,8:F1}) "
                    + $"{bytes / median / 1e3,7:F2} GB/s{(macs > 0 ? $" {2 * macs / median / 1e3,8:F2} GFLOP/s" : "")}");
            }
        }
    }

    // The case's nodes and those of its gradient, without the weighted sum in between.
    private Node[] Build(Graph graph)
    {
        var y = build(graph);
        var forward = graph.Nodes.ToArray();
        if (!Gradient)
            return [.. forward.Where(n => n.Op is not SourceOp)];
        var loss = Loss(graph, y);
        var end = graph.Nodes.Count;
        Autodiff.Gradients(loss, [.. forward.Where(n => n.Op is InputOp { Type: DType.F32 }).Select(n => new Tensor(graph, n.Id))]);
        return [.. forward.Concat(graph.Nodes.Skip(end)).Where(n => n.Op is not SourceOp)];
    }

    private static double Round(double value) => (float)value;

    // The sum of y weighted by random numbers, so that every element's gradient counts.
    private static Tensor Loss(Graph graph, Tensor y) => (y * graph.Input("cotangent", y.Shape)).Sum();

    private Oracle NewOracle(IReadOnlyDictionary<string, double[]> inputs) => new(inputs) { Images = new Dictionary<string, Picture>(Images) };

    private Dictionary<string, double[]> InputsOf(Graph graph) =>
        graph.Nodes.Where(n => n.Op is InputOp).ToDictionary(n => ((InputOp)n.Op).Key, n => InputValues(new Tensor(graph, n.Id), (ulong)n.Id));

    private double[] InputValues(Tensor tensor, ulong stream) =>
        (tensor.Node.Op is InputOp input ? Values(input.Key, input.Dimensions) : null) is { } given
            ? [.. given.Select(v => tensor.Type == DType.F32 ? Round(v) : v)]
            : Uniform(tensor.Shape, stream);

    private static double[] Expected(Node node, double[][] inputs, Oracle run)
    {
        var own = node.Inputs.Count - (node.Epilogue.Bias >= 0 ? 1 : 0) - (node.Epilogue.ScaleShift >= 0 ? 1 : 0)
            - (node.Epilogue.Residual >= 0 ? 1 : 0);
        var expected = Reference.For(node.Op).Evaluate(node, inputs[..own], run);
        return node.Epilogue == Epilogue.None ? expected : Apply(node, expected, inputs);
    }

    private void CheckNode(Node node, double[][] inputs, DeviceTraits device)
    {
        var run = NewOracle(new Dictionary<string, double[]>());
        Parameter[] written = node.Op is UpdateOp update ? [.. update.Writes] : [];
        foreach (var p in written)
            run.Parameters[p] = Uniform(p.Shape, (ulong)p.Name.Length).Select(Math.Abs).ToArray();
        var expected = Expected(node, inputs, run);
        if (node.Op.Aliases(node) is >= 0 and var viewed)
        {
            Assert.That(node.Shape.FromMemory<double>(node.Inputs[viewed].Shape.ToMemory<double>(inputs[viewed])),
                Is.EqualTo(expected), $"{node} as a view");
        }
        var poisoned = Poisoned(node, inputs, expected, written).ToArray();
        // Recipes meant for the other kind of device run here too, only slower.
        var recipes = RecipesFor(node, device);
        Assert.That(recipes, Is.Not.Empty, $"{node} has no recipe");
        foreach (var recipe in recipes)
        {
            // What an epilogue does to a result does not ask how the result was computed; the plain run tells that for every case.
            if (node.Epilogue != Epilogue.None && !Compiles(FusedPipelines, MostFusedPipelines, node, recipe))
                continue;
            foreach (var inPlace in recipe.InPlace >= 0 ? new[] { false, true } : [false])
            {
                var what =
                    $"{node}, recipe {recipe.Name}{(inPlace ? ", in place" : "")}{(node.Epilogue == Epilogue.None ? "" : ", with its epilogue")}";
                using var runner = new OpRunner(GpuFixture.Gpu, node, recipe, inPlace, Images);
                runner.Run(inputs, [.. written.Select(run.Before)]);
                if (node.HasOutput)
                    Compare(runner.Output(), expected, what, Tolerance);
                LargeRun.Check(node, recipe, inputs, runner, [.. written.Select(run.Before)], Images, what);
                for (var i = 0; i < written.Length; i++)
                    Compare(runner.Parameter(i), run.Written[written[i]], $"{what}, parameter {written[i].Name}", Tolerance);
                if (node.Op is ImageSinkOp)
                    CompareImages(runner, run, what);
                foreach (var poison in inPlace ? [] : poisoned)
                    poison.Check(runner, what, Tolerance);
            }
        }
        CheckHalf(node, inputs, device, RecipesFor(node, Blueprint.Halved(device)));
    }

    private static Recipe[] RecipesFor(Node node, DeviceTraits device) =>
        [.. node.Op.Recipes(node, device).Concat(node.Op.Recipes(node, device with { IsCpu = !device.IsCpu })).DistinctBy(r => r.Name)
            .Select(r => r.Fit(node, device))];

    private static void Compare(double[] actual, double[] expected, string what, double tolerance, bool[]? mayBeNaN = null, double least = 1e-30)
    {
        double worst = 0, largest = least;
        for (var i = 0; i < expected.Length; i++)
        {
            if (double.IsNaN(actual[i]) && mayBeNaN?[i] == true)
                continue;
            if (double.IsNaN(actual[i]) != double.IsNaN(expected[i]))
                Assert.Fail($"{what}: element {i} is {actual[i]}, expected {expected[i]}");
            if (double.IsFinite(expected[i]))
            {
                largest = Math.Max(largest, Math.Abs(expected[i]));
                worst = Math.Max(worst, Math.Abs(actual[i] - expected[i]));
            }
            else
            {
                Assert.That(actual[i], Is.EqualTo(expected[i]), $"{what}: element {i}");
            }
        }
        Assert.That(worst / largest, Is.LessThanOrEqualTo(tolerance), what);
    }

    private static void CompareImages(OpRunner runner, Oracle run, string what)
    {
        foreach (var (name, picture) in run.Images)
        {
            var actual = runner.Image(name);
            var worst = actual.Zip(picture.Rgba, (a, b) => Math.Abs(a - b)).Max();
            Assert.That(worst, Is.LessThanOrEqualTo(1), $"{what}: image {name}, in levels of 255");
        }
    }

    // The node with every epilogue part it accepts, and values for the further inputs.
    private static (Node Node, double[][] Extra) Fuse(Node node)
    {
        var (shape, accepts, graph) = (node.Shape, node.Op.Accepts, node.Graph);
        var channels = shape.Rank == 4 ? shape[1] : shape[-1];
        var extra = new List<Tensor>();
        int Add(EpilogueParts part, string name, Shape s)
        {
            if ((accepts & part) == 0)
                return -1;
            extra.Add(graph.Input($"{name} {channels} {shape}", s));
            return node.Inputs.Count + extra.Count - 1;
        }
        int bias = Add(EpilogueParts.Bias, "bias", new Shape(channels)), affine = Add(EpilogueParts.ScaleShift, "affine", new Shape(2, channels));
        var residual = Add(EpilogueParts.Residual, "residual", shape);
        var clamps = (accepts & EpilogueParts.Clamp) != 0;
        var epilogue = new Epilogue(bias, affine, residual, clamps ? -0.75f : float.NegativeInfinity, clamps ? 1.5f : float.PositiveInfinity);
        return (node.Fused(node.Id, null, [.. node.Inputs, .. extra], epilogue), [.. extra.Select((t, i) => Uniform(t.Shape, (ulong)(40 + i)))]);
    }

    // clamp((y + bias[c]) * scale[c] + shift[c] + residual), in NCHW order.
    private static double[] Apply(Node node, double[] y, double[][] inputs)
    {
        var (e, shape) = (node.Epilogue, node.Shape);
        int channels = shape.Rank == 4 ? shape[1] : shape[-1], inner = shape.Rank == 4 ? shape[2] * shape[3] : 1;
        var result = new double[y.Length];
        for (var i = 0; i < y.Length; i++)
        {
            var c = i / inner % channels;
            var v = y[i] + (e.Bias >= 0 ? inputs[e.Bias][c] : 0);
            if (e.ScaleShift >= 0)
                v = v * inputs[e.ScaleShift][c] + inputs[e.ScaleShift][channels + c];
            result[i] = Math.Clamp(v + (e.Residual >= 0 ? inputs[e.Residual][i] : 0), e.Min, e.Max);
        }
        return result;
    }
}
