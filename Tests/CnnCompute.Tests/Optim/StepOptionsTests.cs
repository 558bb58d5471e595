// What a step does besides its rule: loss scaling, skipping, accumulation, running means, groups; and in every form of a plan.
namespace CnnCompute.Tests;

public sealed class StepOptionsTests
{
    private const float Rate = 0.125f;

    // loss = sum((w - aim) * slope), so that the gradient is the slope, whatever the weights are.
    private sealed class Line : IDisposable
    {
        private static readonly Shape[] Shapes = [new(13), new(3, 5, 2, 2), new(1)];
        private readonly Residence residence = new(GpuFixture.Gpu);
        private readonly Plan? plan, accumulate, apply;
        private int steps;

        public Line(Func<IReadOnlyList<ParameterGroup>, Optimizer> make, StepOptions? how, IReadOnlyDictionary<string, TensorData>? state = null)
        {
            Weights = [.. Shapes.Select((s, i) => new Parameter($"w{i}", s, OpCase.Floats(s, (ulong)i + 1)))];
            Optimizer = make(ParameterGroup.Of(Weights));
            if (how is not null)
                Optimizer.Prepare(how);
            if (state is not null)
                Optimizer.LoadStateDict(state);
            var graph = new Graph();
            var loss = Loss(graph);
            if (how is { Accumulate: > 1 })
            {
                accumulate = Plan.Compile(residence, Optimizer.Accumulate(loss, how), [loss]);
                var update = new Graph();
                apply = Plan.Compile(residence, Optimizer.Apply(update, how), []);
            }
            else
            {
                Tensor[] fetch = [loss];
                var updates = Optimizer.Step(loss, how);
                foreach (var name in new[] { Optimizer.NormName, Optimizer.ScaleName })
                    fetch = graph.Names.ContainsKey(name) ? [.. fetch, graph[name]] : fetch;
                plan = Plan.Compile(residence, updates, fetch);
            }
        }

        public Parameter[] Weights { get; }

        public Optimizer Optimizer { get; }

        public static int Count => Shapes.Sum(s => (int)s.Count);

        public float[][] Values => [.. Weights.Select(residence.Get)];

        public Dictionary<string, TensorData> State =>
            Optimizer.StateDict().ToDictionary(e => e.Key, e => new TensorData(e.Value.Shape, residence.Get(e.Value)));

        public void Step(float slope) => Run(plan!, slope);

        public void Accumulate(float slope) => Run(accumulate!, slope);

        public void Apply() => Run(apply!, 0);

        public void Swap()
        {
            using var swap = Plan.Compile(residence, Optimizer.SwapAverages(new Graph()), []);
            swap.Run();
        }

        public float Fetch(string name) => plan!.Fetch(name)[0];

        public void Dispose()
        {
            plan?.Dispose();
            accumulate?.Dispose();
            apply?.Dispose();
            residence.Dispose();
        }

        private Tensor Loss(Graph graph) =>
            Tensor.SumOf([.. Weights.Select(w => graph.Parameter(w).Sum())]) * graph.Value("slope");

        private void Run(Plan plan, float slope)
        {
            if (plan.HasValue("slope"))
                plan.Set("slope", slope);
            if (plan.HasValue(Optimizer.RateName))
                plan.Set(Optimizer.RateName, Rate);
            if (plan.HasValue(Optimizer.StepName))
                plan.Set(Optimizer.StepName, ++steps);
            plan.Run();
        }
    }

    private static readonly LossScaling Scaling = new(1024, Interval: 3);

    [Test]
    public void Lengths_of_gradients_are_those_of_weights_before_they_are_clipped()
    {
        using var residence = new Residence(GpuFixture.Gpu);
        Shape[] shapes = [new(3, 5, 2, 2), new(13), new(127, 1), new(1, 3)];
        Parameter[] weights = [.. shapes.Select((s, i) => new Parameter($"w{i}", s, OpCase.Floats(s, (ulong)i + 1)))];
        float[][] slopes = [.. shapes.Select((s, i) => OpCase.Floats(s, (ulong)i + 11))];
        var graph = new Graph();
        var terms = weights.Select((w, i) =>
            (graph.Parameter(w) * graph.Input($"slope{i}", shapes[i])).Sum([.. Enumerable.Range(0, shapes[i].Rank)]));
        var optimizer = new Sgd(ParameterGroup.Of(weights));
        Assert.That(optimizer.GradientLengths(), Is.Null, "before a step");
        var updates = optimizer.Step(terms.Aggregate((a, b) => a + b), new StepOptions { ClipNorm = 0.01f });
        var (watched, lengths) = optimizer.GradientLengths()!.Value;
        Assert.That(watched.Select(w => w.Name), Is.EqualTo(new[] { "w0", "w2", "w3" }), "not those of one axis");
        using var plan = Plan.Compile(residence, updates, [lengths.Named("lengths")]);
        for (var i = 0; i < slopes.Length; i++)
            plan.Upload($"slope{i}", slopes[i]);
        plan.Set(Optimizer.RateName, 1);
        plan.Run();
        double[] expected = [.. new[] { 0, 2, 3 }.Select(i => Math.Sqrt(slopes[i].Sum(v => (double)v * v)))];
        Assert.That(plan.Fetch("lengths"), Is.EqualTo(expected).Within(1e-5).Percent);
    }

    [Test]
    public void The_loss_scale_halves_on_overflow_and_doubles_after_good_steps_and_changes_no_gradient()
    {
        using var plain = new Line(g => new Sgd(g, 0.5f), null);
        using var scaled = new Line(g => new Sgd(g, 0.5f), new StepOptions { LossScaling = Scaling });
        var scales = new List<float>();
        foreach (var slope in new[] { 1f, 0.5f, float.PositiveInfinity, 3e37f, 0.25f, 1, 1, 1 })
        {
            var before = scaled.State;
            var weights = scaled.Values;
            scaled.Step(slope);
            scales.Add(scaled.Fetch(Optimizer.ScaleName));
            if (slope < 1e30f)
            {
                plain.Step(slope);
                Assert.That(scaled.Fetch(Optimizer.NormName), Is.EqualTo(slope * MathF.Sqrt(Line.Count)).Within(1e-4f));
            }
            else
            {
                Assert.That(scaled.Values, Is.EqualTo(weights), "a step without finite gradients changes no weight");
                Assert.That(scaled.State["optimizer.0.momentum"].Values, Is.EqualTo(before["optimizer.0.momentum"].Values));
            }
            Assert.That(scaled.Values, Is.EqualTo(plain.Values), "powers of two change no bits");
        }
        Assert.That(scales, Is.EqualTo([1024, 1024, 1024, 512, 256, 256, 256, 512]));
        Assert.That(scaled.State["optimizer.scaling"].Values, Is.EqualTo([1f / 512, 512, 1, 2]));
    }

    [Test]
    public void A_skipped_step_does_not_count()
    {
        using var plain = new Line(g => new Adam(g), null);
        using var guarded = new Line(g => new Adam(g), new StepOptions { SkipNonFinite = true });
        foreach (var slope in new[] { 1f, float.NaN, -0.5f, float.NegativeInfinity, 0.25f })
        {
            guarded.Step(slope);
            if (float.IsFinite(slope))
                plain.Step(slope);
        }
        Assert.That(guarded.Values, Is.EqualTo(plain.Values));
        Func<IReadOnlyList<ParameterGroup>, Optimizer>[] others = [g => new NAdam(g), g => new Lamb(g), g => new Muon(g), g => new Lars(g)];
        foreach (var make in others)
        {
            using var line = new Line(make, new StepOptions { SkipNonFinite = true });
            line.Step(1);
            var (weights, state, name) = (line.Values, line.State, line.Optimizer.ToString());
            line.Step(float.NaN);
            Assert.That(line.Values, Is.EqualTo(weights), name);
            foreach (var (key, value) in line.State.Where(e => e.Key != "optimizer.scaling"))
                Assert.That(value.Values, Is.EqualTo(state[key].Values), $"{name}: {key}");
        }
    }

    [Test]
    public void Accumulated_batches_are_one_step_by_their_mean()
    {
        var how = new StepOptions { Accumulate = 4, LossScaling = Scaling, ClipNorm = 100 };
        using var plain = new Line(g => new Adam(g), null);
        using var sums = new Line(g => new Adam(g), how);
        foreach (var slopes in new[] { new[] { 1f, 2, 3, 2 }, [0.5f, -4, 0.5f, 1] })
        {
            plain.Step(slopes.Average());
            foreach (var slope in slopes)
                sums.Accumulate(slope);
            Assert.That(sums.State["optimizer.gradients"].Values.Sum(), Is.EqualTo(slopes.Sum() * 1024 * Line.Count), "tails stay zero");
            sums.Apply();
            Assert.That(sums.Values, Is.EqualTo(plain.Values));
            Assert.That(sums.State["optimizer.gradients"].Values, Is.All.Zero);
        }
        Assert.That(() => sums.Optimizer.Step(new Graph().Value("loss"), how),
            Throws.ArgumentException.With.Message.Contains("Accumulate and one of Apply"));
        Assert.That(() => new Sgd(ParameterGroup.Of(sums.Weights)).Apply(new Graph(), how), Throws.InvalidOperationException);
    }

    [Test]
    public void Running_means_follow_the_weights_and_change_places_with_them()
    {
        using var line = new Line(g => new Sgd(g), new StepOptions { EmaDecay = 0.75f });
        double w = line.Values[0][0], mean = w;
        Assert.That(line.Optimizer.StateDict().Keys, Is.EqualTo(["ema.w0", "ema.w1", "ema.w2"]));
        for (var i = 0; i < 5; i++)
        {
            line.Step(i);
            w -= Rate * i;
            mean = 0.75 * mean + 0.25 * w;
        }
        Assert.That(line.State["ema.w0"].Values[0], Is.EqualTo(mean).Within(1e-6));
        var (weights, state) = (line.Values, line.State);
        line.Swap();
        Assert.That(line.Values[1], Is.EqualTo(state["ema.w1"].Values));
        line.Swap();
        Assert.That(line.Values, Is.EqualTo(weights));
        Assert.That(line.State["ema.w1"].Values, Is.EqualTo(state["ema.w1"].Values));
    }

    [Test]
    public void State_continues_where_it_was_saved()
    {
        var how = new StepOptions { LossScaling = Scaling, EmaDecay = 0.5f };
        using var line = new Line(g => new Sgd(g, 0.9f), how);
        line.Step(1);
        line.Step(float.NaN);
        using var again = new Line(g => new Sgd(g, 0.9f), how, line.State);
        foreach (var (key, value) in line.State)
            Assert.That(again.State[key].Values, Is.EqualTo(value.Values), key);
        Assert.That(() => new Sgd(ParameterGroup.Of(line.Weights), 0.9f).LoadStateDict(line.State),
            Throws.TypeOf<StateDictException>().With.Message.Contains("ema.w0"));
    }

    [Test]
    public void Options_that_make_no_sense_are_refused()
    {
        foreach (var how in new StepOptions[]
        {
            new() { ClipValue = 0 }, new() { ClipNorm = -1 }, new() { EmaDecay = 1 }, new() { Accumulate = 0 },
            new() { LossScaling = new LossScaling(0) },
            new() { LossScaling = new LossScaling(Growth: 1) }, new() { LossScaling = new LossScaling(Backoff: 1) }, new() { ClipNorm = float.NaN },
        })
        {
            Assert.That(how.Check, Throws.ArgumentException, how.ToString());
        }
    }

    // Matrices and vectors that are larger than what the least device binds, and smaller: every form of a plan gives the same weights.
    private static float[][] Train(StepOptions how, PlanOptions plans, out IReadOnlyList<Launch> launches)
    {
        var model = new Sequential(new Linear(13, 127), new Tanh(), new Linear(127, 3));
        model.Initialize(3);
        var graph = new Graph();
        var loss = new CrossEntropyLoss().Forward(model.Forward(graph.Input("x", 8, 13)), graph.Labels("labels", 8));
        using var residence = new Residence(GpuFixture.Gpu);
        using var plan = Plan.Compile(residence, new Sgd(ParameterGroup.Of(model.Parameters()), 0.9f).Step(loss, how), [loss], options: plans);
        plan.Upload("x", OpCase.Floats(new Shape(8, 13), 1));
        plan.Upload("labels", [0, 1, 2, 0, 1, 2, 0, 1]);
        for (var step = 1; step <= 3; step++)
        {
            plan.Set(Optimizer.RateName, 0.1f);
            if (plan.HasValue(Optimizer.StepName))
                plan.Set(Optimizer.StepName, step);
            plan.Run();
        }
        launches = plan.Launches;
        return [.. model.Parameters().Select(residence.Get)];
    }

    [Test]
    public void A_step_is_few_launches_in_every_form_of_a_plan()
    {
        var how = new StepOptions { ClipNorm = 1, LossScaling = new LossScaling(256), EmaDecay = 0.9f };
        var plain = Train(how, new PlanOptions(), out var launches);
        Assert.That(launches.Count(l => l.Step?.Table is not null), Is.EqualTo(4), "norms in two launches, the step, the running means");
        var sliced = Train(how, new PlanOptions { Budgeted = true, SliceMilliseconds = 0.002 }, out _);
        var little = new PlanOptions { Device = d => d with { MaxBindingBytes = 512, MaxGroupsX = 3, MaxGroupsY = 40 } };
        var small = Train(how, little, out var limited);
        var half = Train(how, new PlanOptions { Storage = Storage.F16 }, out _);
        Assert.That(limited.Any(l => l is { Large: true, Step.Table: not null }), "more workgroups than a launch has");
        for (var i = 0; i < plain.Length; i++)
        {
            Assert.That(sliced[i], Is.EqualTo(plain[i]), "sliced");
            Assert.That(Difference.Relative(small[i], plain[i]), Is.LessThan(1e-4), "a device that binds little");
            Assert.That(Difference.Relative(half[i], plain[i]), Is.LessThan(0.02), "16-bit storage");
        }
    }
}
