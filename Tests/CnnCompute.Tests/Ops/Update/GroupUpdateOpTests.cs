// Rules of optimisers on all parameters of a group at once.
namespace CnnCompute.Tests;

public sealed class GroupUpdateOpTests
{
    private static readonly Shape[] Shapes = [new(1), new(3), new(13), new(2, 3, 3, 5), new(127, 3), new(1373, 3)];

    public static IEnumerable<TestCaseData> Rules
    {
        get
        {
            UpdateRule Adam(UpdateKind kind) => new(kind) { Beta1 = 0.9, Beta2 = 0.99, Eps = 1e-3, WeightDecay = 0.1 };
            var momentum = new UpdateRule(UpdateKind.Momentum) { Momentum = 0.9, WeightDecay = 0.1 };
            var mean = new UpdateRule(UpdateKind.RmsProp) { Beta2 = 0.9, Eps = 1e-2 };
            UpdateRule[] all =
            [
                new(UpdateKind.Sgd), new(UpdateKind.Sgd) { RateScale = 0.5, WeightDecay = 0.1, L1 = 0.2 },
                new(UpdateKind.Sgd) { WeightDecay = 0.3, Decoupled = true, Clip = 0.4, L1 = 0.1 }, momentum, momentum with { Nesterov = true },
                momentum with { Dampening = 0.3 }, new(UpdateKind.Adagrad) { Other = 0.1, Eps = 1e-3, WeightDecay = 0.1 }, mean,
                mean with { Momentum = 0.8 }, mean with { Centred = true, Beta2 = 0.2, Momentum = 0.8, Eps = 1 },
                new(UpdateKind.Adadelta) { Beta2 = 0.9, Eps = 1e-3 }, Adam(UpdateKind.Adam), Adam(UpdateKind.Adam) with { Decoupled = true },
                Adam(UpdateKind.NAdam), new(UpdateKind.Lars) { Momentum = 0.9, WeightDecay = 0.1, Other = 0.2, Eps = 1e-9 },
                new(UpdateKind.Lars) { Momentum = 0.9, WeightDecay = 0.1 }, Adam(UpdateKind.Lamb),
            ];
            var number = 0;
            foreach (var rule in all)
            {
                // Every second with a control, so that all of the shader is run in little time.
                var name = $"{rule.Kind}{(rule.Nesterov ? " Nesterov" : "")}{(rule.Centred ? " centred" : "")} {number}";
                yield return new TestCaseData(rule with { Controlled = number++ % 2 == 1 }).SetArgDisplayNames(name);
            }
        }
    }

    private static Parameter New(string name, Shape shape) => new(name, shape, new float[shape.Count], false);

    private static UpdateRows RowsOf(UpdateRule rule) => new([.. Shapes.Select((shape, i) => UpdateRow.Of(
        New(new string('w', i + 1), shape), GroupUpdateOp.Numbers + i,
        [.. Enumerable.Range(0, rule.States).Select(s => New(new string('s', 10 + 7 * s + i), shape))]))]);

    private static Tensor[] Inputs(Graph g) =>
    [
        g.Value("rate"), g.Value("time"), g.Input("control", 2), g.Input("extra", 2), .. Shapes.Select((s, i) => g.Input($"gradient {i}", s)),
    ];

    [TestCaseSource(nameof(Rules))]
    public void GroupUpdate_matches_in_every_recipe(UpdateRule rule) =>
        new OpCase(g => g.Append(new GroupUpdateOp(RowsOf(rule), rule), Inputs(g)))
        {
            Gradient = false,
            Tolerance = 5e-6,
            Values = (key, _) => key switch { "rate" => [0.1], "time" => [3], "control" => [0.5, 0.8], "extra" => [0.3, 0.7], _ => null },
        }.Check();

    [Test]
    public void The_number_of_the_step_matters_from_the_first_to_the_last([Values(1, 2, 1000, 50_000)] double time)
    {
        var rule = new UpdateRule(UpdateKind.Adam) { Beta1 = 0.9, Beta2 = 0.999, Eps = 1e-8 };
        new OpCase(g => g.Append(new GroupUpdateOp(RowsOf(rule), rule), Inputs(g)))
        {
            Gradient = false,
            Tolerance = 1e-5,
            Values = (key, _) => key switch { "rate" => [0.1], "time" => [time], _ => null },
        }.CheckRecipes();
        var first = rule with { Kind = UpdateKind.Momentum, Momentum = 0.9, Dampening = 0.5 };
        new OpCase(g => g.Append(new GroupUpdateOp(RowsOf(first), first), Inputs(g)))
        {
            Gradient = false,
            Values = (key, _) => key switch { "rate" => [0.1], "time" => [time], _ => null },
        }.CheckRecipes();
    }

    [TestCase(double.NaN, 1)]
    [TestCase(1, double.NaN)]
    [TestCase(double.PositiveInfinity, 1)]
    public void Nothing_changes_where_the_control_is_not_finite(double scale, double clip)
    {
        foreach (var kind in new[] { UpdateKind.Adam, UpdateKind.Lamb, UpdateKind.Lars })
        {
            var rule = new UpdateRule(kind) { Controlled = true, Beta1 = 0.9, Beta2 = 0.9, Momentum = 0.9, Other = 0.1 };
            new OpCase(g => g.Append(new GroupUpdateOp(RowsOf(rule), rule), Inputs(g)))
            {
                Gradient = false,
                Values = (key, _) => key switch { "rate" => [0.1], "time" => [1], "control" => [scale, clip], _ => null },
            }.CheckRecipes();
        }
    }

    [TestCase(UpdateKind.Average)]
    [TestCase(UpdateKind.Swap)]
    public void Parameters_take_the_place_of_gradients(UpdateKind kind)
    {
        var rows = new UpdateRows([.. Shapes.Select((s, i) => new UpdateRow(
            New(new string('w', i + 1), s), -1, 0, 0, s.Count, New(new string('f', i + 10), s), []))]);
        new OpCase(g => g.Append(new GroupUpdateOp(rows, new UpdateRule(kind) { Beta2 = 0.7 }), Inputs(g)[..4])) { Gradient = false }.Check();
    }

    [Test]
    public void Gradients_are_added_to_parts_of_a_flat_array_and_taken_from_them()
    {
        long end = 0;
        long[] starts = [.. Shapes.Select(s => (end += (s.Count + 7) / 8 * 8) - (s.Count + 7) / 8 * 8)];
        var sums = New("sums", new Shape((int)end));
        var adding = new UpdateRows([.. Shapes.Select((s, i) => new UpdateRow(sums, GroupUpdateOp.Numbers + i, 0, starts[i], s.Count, null, []))]);
        new OpCase(g => g.Append(new GroupUpdateOp(adding, new UpdateRule(UpdateKind.Accumulate)), Inputs(g))) { Gradient = false }.Check();
        var taking = new UpdateRows([.. Shapes.Select((s, i) => new UpdateRow(
            New(new string('w', i + 1), s), GroupUpdateOp.Numbers, starts[i], 0, s.Count, null, []) { IsPart = true })]);
        new OpCase(g => g.Append(
            new GroupUpdateOp(taking, new UpdateRule(UpdateKind.Sgd)), [.. Inputs(g)[..4], g.Input("sums", (int)end)]))
        { Gradient = false }.Check();
    }

    [Test]
    public void The_first_step_of_Adam_is_as_long_as_the_rate()
    {
        Parameter weight = new("weight", new Shape(3), [1, 1, 1]), first = New("first", new Shape(3)), second = New("second", new Shape(3));
        var graph = new Graph();
        var update = graph.Input("gradient", 3).AdamUpdate(weight, first, second, graph.Value("rate"), graph.Value("step"));
        var oracle = new Oracle(new Dictionary<string, double[]> { ["gradient"] = [5, -0.01, 0], ["rate"] = [0.25], ["step"] = [1] });
        _ = oracle[update];
        Assert.That(oracle.Written[weight], Is.EqualTo([0.75, 1.25, 1]).Within(1e-6));
    }

    [Test]
    public void What_does_not_fit_is_refused()
    {
        var graph = new Graph();
        var weight = New("weight", new Shape(3));
        Assert.That(() => graph.Input("gradient", 3).SgdUpdate(weight, null, graph.Value("rate"), 0.9f),
            Throws.TypeOf<ShapeException>().With.Message.Contains("momentum needs a buffer"));
        Assert.That(() => graph.Input("other", 4).SgdUpdate(weight, null, graph.Value("rate")),
            Throws.TypeOf<ShapeException>().With.Message.Contains("weight must have its shape [3]"));
        Assert.That(() => graph.Input("gradient", 3).AdamUpdate(weight, weight, New("short", new Shape(2)), graph.Value("rate"), graph.Value("step")),
            Throws.TypeOf<ShapeException>().With.Message.Contains("2 states"));
    }

    [Test]
    [Explicit, Category("Perf")]
    public void Perf()
    {
        Parameter Big(string name) => New(name, new Shape(128, 3136));
        Parameter weight = Big("weight"), first = Big("first"), second = Big("second");
        Tensor Gradient(Graph g) => g.Input("gradient", 128, 3136);
        new OpCase(g => Gradient(g).AdamUpdate(weight, first, second, g.Value("rate"), g.Value("step"))) { Gradient = false }.Perf();
        new OpCase(g => Gradient(g).SgdUpdate(weight, first, g.Value("rate"), 0.9f)) { Gradient = false }.Perf();
    }

    private sealed class Formula : Reference<GroupUpdateOp>
    {
        protected override double[] Compute(GroupUpdateOp op, Node node, double[][] x, Oracle run)
        {
            var rule = op.Rule;
            foreach (var p in op.Writes)
                run.Update(p);
            if (rule.Controlled && !(double.IsFinite(x[2][0]) && double.IsFinite(x[2][1])))
                return [0];
            foreach (var row in op.Rows.All)
                Row(op, node, row, x, run);
            return [0];
        }

        // A part of something flat is in memory order.
        private static double[] Gradient(Node node, UpdateRow row, double[][] x, Oracle run) =>
            row.From is { } from ? run.Update(from)
                : row.IsPart ? row.Weight.Shape.FromMemory<double>(x[row.Input].AsSpan((int)row.Start, (int)row.Count).ToArray())
                : x[row.Input];

        private static void Row(GroupUpdateOp op, Node node, UpdateRow row, double[][] x, Oracle run)
        {
            var (rule, w, gradient) = (op.Rule, run.Update(row.Weight), Gradient(node, row, x, run));
            double[][] s = [.. row.States.Select(run.Update)];
            double rate = x[0][0] * rule.RateScale, t = x[1][0], scale = rule.Controlled ? x[2][0] : 1, clip = rule.Controlled ? x[2][1] : 1;
            var kind = rule.Kind;
            if (kind == UpdateKind.Accumulate)
            {
                var memory = node.Inputs[row.Input].Shape.ToMemory<double>(gradient);
                for (var i = 0; i < memory.Length; i++)
                    w[row.WeightStart + i] += memory[i];
                return;
            }
            double Limit(double g) => (double.IsNaN(g) ? g : Math.Clamp(g * scale, -rule.Clip, rule.Clip)) * clip;
            double NormOf(IEnumerable<double> v) => Math.Sqrt(v.Sum(a => a * a));
            var ofWeight = NormOf(w);
            var direction = new double[w.Length];
            var ofGradient = NormOf(gradient.Select(Limit));
            double correction1 = 1 - Math.Pow(rule.Beta1, t), correction2 = Math.Sqrt(1 - Math.Pow(rule.Beta2, t));
            for (var i = 0; i < w.Length; i++)
            {
                if (kind == UpdateKind.Average)
                {
                    w[i] = rule.Beta2 * w[i] + (1 - rule.Beta2) * gradient[i];
                    continue;
                }
                if (kind == UpdateKind.Swap)
                {
                    (w[i], gradient[i]) = (gradient[i], w[i]);
                    continue;
                }
                var g = Limit(gradient[i]);
                if (kind != UpdateKind.Lamb)
                {
                    g += (rule.Decoupled ? 0 : rule.WeightDecay * w[i]) + (rule.L1 == 0 ? 0 : rule.L1 * Math.Sign(w[i]));
                    w[i] -= rule.Decoupled ? rate * rule.WeightDecay * w[i] : 0;
                }
                switch (kind)
                {
                    case UpdateKind.Sgd:
                        w[i] -= rate * g;
                        break;
                    case UpdateKind.Momentum:
                        s[0][i] = rule.Momentum * s[0][i] + (rule.Dampening != 0 && t <= 1 ? 1 : 1 - rule.Dampening) * g;
                        w[i] -= rate * (rule.Nesterov ? g + rule.Momentum * s[0][i] : s[0][i]);
                        break;
                    case UpdateKind.Lars:
                        var trust = rule.Other > 0 && ofWeight > 0 && ofGradient > 0
                            ? rule.Other * ofWeight / (ofGradient + rule.WeightDecay * ofWeight + rule.Eps)
                            : 1;
                        s[0][i] = rule.Momentum * s[0][i] + rate * trust * g;
                        w[i] -= s[0][i];
                        break;
                    case UpdateKind.Adagrad:
                        s[0][i] += g * g;
                        w[i] -= rate / (1 + (t - 1) * rule.Other) * g / (Math.Sqrt(s[0][i]) + rule.Eps);
                        break;
                    case UpdateKind.RmsProp:
                        s[0][i] = rule.Beta2 * s[0][i] + (1 - rule.Beta2) * g * g;
                        var spread = s[0][i];
                        if (rule.Centred)
                        {
                            s[2][i] = rule.Beta2 * s[2][i] + (1 - rule.Beta2) * g;
                            spread = Math.Max(0, spread - (s[2][i] * s[2][i]));
                        }
                        var change = g / (Math.Sqrt(spread) + rule.Eps);
                        if (rule.Momentum != 0)
                            change = s[1][i] = rule.Momentum * s[1][i] + change;
                        w[i] -= rate * change;
                        break;
                    case UpdateKind.Adadelta:
                        s[0][i] = rule.Beta2 * s[0][i] + (1 - rule.Beta2) * g * g;
                        var delta = Math.Sqrt(s[1][i] + rule.Eps) / Math.Sqrt(s[0][i] + rule.Eps) * g;
                        s[1][i] = rule.Beta2 * s[1][i] + (1 - rule.Beta2) * delta * delta;
                        w[i] -= rate * delta;
                        break;
                    default:
                        s[0][i] = rule.Beta1 * s[0][i] + (1 - rule.Beta1) * g;
                        s[1][i] = rule.Beta2 * s[1][i] + (1 - rule.Beta2) * g * g;
                        var size = Math.Sqrt(s[1][i]) / correction2 + rule.Eps;
                        direction[i] = kind == UpdateKind.NAdam ? (x[3][0] * g + x[3][1] * s[0][i]) / size : s[0][i] / correction1 / size;
                        if (kind == UpdateKind.Lamb)
                            direction[i] += rule.WeightDecay * w[i];
                        else
                            w[i] -= rate * direction[i];
                        break;
                }
            }
            if (kind != UpdateKind.Lamb)
                return;
            var ofStep = NormOf(direction);
            var ratio = ofWeight > 0 && ofStep > 0 ? ofWeight / ofStep : 1;
            for (var i = 0; i < w.Length; i++)
                w[i] -= rate * ratio * direction[i];
        }
    }
}
