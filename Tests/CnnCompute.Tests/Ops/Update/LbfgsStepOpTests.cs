// The decisions of L-BFGS against the algorithm of the textbook on vectors.
namespace CnnCompute.Tests;

public sealed class LbfgsStepOpTests
{
    private const int N = 40, Head = LbfgsStepOp.Head;

    public enum Trial
    {
        First,
        FirstNotFinite,
        Taken,
        Concave,
        TooLong,
        NotFinite,
        GivesUpHistory,
        Stalls,
        HasStalled,
    }

    [Test]
    public void Steps_match_in_every_recipe([Values(1, 5)] int history, [Values] Trial trial, [Values(0, 1, 20)] int pairs) =>
        new OpCase(g => g.Append(
            new LbfgsStepOp(history), g.Input("state", new LbfgsStepOp(history).StateSize), g.Input("loss", 1), g.Input("ps", history, 3),
            g.Input("py", history, 3), g.Input("q", 3, 3), g.Input("norm", 1),
            g.Input("rate", 1)))
        {
            Gradient = false,
            Tolerance = 3e-4, // in single precision, from products of nearly parallel vectors
            Values = (key, _) => Numbers(history, trial, Math.Min(pairs, history), pairs % history)[key],
        }.Check();

    [Test]
    public void Inputs_of_another_history_are_refused()
    {
        var g = new Graph();
        Assert.That(() => g.Append(new LbfgsStepOp(3), g.Input("state", 12), g.Input("loss", 1), g.Input("ps", 3, 3), g.Input("py", 3, 3),
            g.Input("q", 3, 3), g.Input("norm", 1), g.Input("rate", 1)),
            Throws.TypeOf<ShapeException>().With.Message.Contains("state [30]"));
    }

    // The products of vectors that belong to a convex function: y = A s with a diagonal A.
    private static Dictionary<string, double[]> Numbers(int m, Trial trial, int count, int head)
    {
        double[] Random(ulong stream) => OpCase.Uniform(new Shape(N), stream);
        double[] Bent(double[] s) => [.. s.Select((v, i) => v * (0.5 + i % 7 * 0.4))];
        var pairs = Enumerable.Range(0, m).Select(i => i < count ? Random((ulong)(10 + i)) : new double[N]).ToArray();
        double[][] s = pairs, y = [.. pairs.Select(Bent)];
        double[] step = Random(1), change = trial == Trial.Concave ? [.. Bent(step).Select(v => -v)] : Bent(step), g = Random(2);
        double[][] v = [step, change, g];
        var old = trial is not (Trial.First or Trial.FirstNotFinite);
        var state = new double[Head + 2 * m * m];
        if (old)
        {
            // loss, slope, length, pairs, next row, shrinks, iterations, trials, g·g, |g|
            ((double[])[5, -2, 1, count, head, trial == Trial.GivesUpHistory ? 7 : trial == Trial.Stalls ? 23 : 2, 4, 9, 12, 15,
                trial == Trial.HasStalled ? 1 : 0, 5.5]).CopyTo(state, 0);
        }
        for (var i = 0; i < m * m; i++)
        {
            state[Head + i] = Dot(s[i / m], y[i % m]);
            state[Head + m * m + i] = Dot(y[i / m], y[i % m]);
        }
        return new()
        {
            ["state"] = state,
            ["loss"] = [trial switch
            {
                Trial.NotFinite or Trial.FirstNotFinite => double.NaN,
                Trial.TooLong or Trial.GivesUpHistory or Trial.Stalls => 9,
                _ => 4,
            }],
            ["ps"] = [.. s.SelectMany(a => v.Select(b => Dot(a, b)))],
            ["py"] = [.. y.SelectMany(a => v.Select(b => Dot(a, b)))],
            ["q"] = [.. v.SelectMany(a => v.Select(b => Dot(a, b)))],
            ["norm"] = [g.Sum(Math.Abs)],
            ["rate"] = [0.7],
        };
    }

    private static double Dot(double[] a, double[] b) => a.Zip(b, (x, y) => x * y).Sum();

    // Vectors are given by their factors in the basis S, Y, s, y, g, whose products are known; on them the textbook's two loops run as they are
    // printed.
    private sealed class Formula : Reference<LbfgsStepOp>
    {
        public override string? NaNIsNotFollowed(int operand) =>
            "what is not finite makes it try a shorter step, which is a case of its own; its other numbers are its own results";

        protected override double[] Compute(LbfgsStepOp op, Node node, double[][] x)
        {
            var m = op.History;
            double[] state = x[0], result = [.. state, .. new double[2 * m + 8]];
            double loss = x[1][0], rate = x[6][0];
            var size = 2 * m + 3;
            var gram = new double[size, size];
            for (var i = 0; i < m; i++)
            {
                for (var j = 0; j < m; j++)
                {
                    gram[i, m + j] = gram[m + j, i] = state[Head + i * m + j];
                    gram[m + i, m + j] = state[Head + m * m + i * m + j];
                }
                for (var k = 0; k < 3; k++)
                {
                    gram[i, 2 * m + k] = gram[2 * m + k, i] = x[2][i * 3 + k];
                    gram[m + i, 2 * m + k] = gram[2 * m + k, m + i] = x[3][i * 3 + k];
                }
            }
            for (var k = 0; k < 9; k++)
                gram[2 * m + k / 3, 2 * m + k % 3] = x[4][k];
            double Inner(double[] a, double[] b)
            {
                var sum = 0.0;
                for (var i = 0; i < size; i++)
                {
                    for (var j = 0; j < size; j++)
                        sum += a[i] != 0 && b[j] != 0 ? a[i] * b[j] * gram[i, j] : 0;
                }
                return sum;
            }
            double[] Basis(int i) => [.. Enumerable.Range(0, size).Select(j => i == j ? 1.0 : 0)];
            double[] Add(double[] a, double factor, double[] b) => [.. a.Zip(b, (p, q) => p + factor * q)];
            double[] step = Basis(2 * m), change = Basis(2 * m + 1), g = Basis(2 * m + 2);
            var tail = op.StateSize + 2 * m;
            double f = state[0], slope = state[1], t = state[2];
            bool first = state[6] == 0, finite = double.IsFinite(loss),
                taken = state[10] == 0 && finite && (first || loss <= f + op.Armijo * t * slope);
            result[7]++;
            result[11] = loss;
            result[tail + 6] = -1;
            result[tail + 7] = taken || first ? 1 : 0;
            if (!taken)
            {
                var parabola = -slope * t * t / (2 * (loss - f - slope * t));
                result[2] = finite && parabola > 0 ? Math.Clamp(parabola, 0.1 * t, 0.5 * t) : 0.1 * t;
                result[5]++;
                result[tail + 3] = 1;
                if (result[5] >= 8 && state[3] > 0)
                {
                    (result[1], result[2], result[3], result[5]) = (-state[8], Math.Min(1, 1 / state[9]) * rate, 0, 0);
                    (result[tail + 3], result[tail + 4]) = (0, -1);
                }
                if (result[5] >= 24 && !first)
                    result[10] = 1;
                if (result[10] == 1 || first)
                    result[2] = 0;
                return result;
            }
            List<(double[] S, double[] Y)> history =
                [.. Enumerable.Range(0, (int)state[3]).Select(k => ((int)state[4] + m - (int)state[3] + k) % m)
                    .Select(i => (Basis(i), Basis(m + i)))];
            if (!first && Inner(step, change) > 0)
            {
                var slot = (int)state[4];
                result[tail + 6] = slot;
                history.Add((step, change));
                if (history.Count > m)
                    history.RemoveAt(0);
                double[] Own(int i, int kind) => i == slot ? (kind == 0 ? step : change) : Basis(kind * m + i);
                for (var i = 0; i < m * m; i++)
                {
                    result[Head + i] = Inner(Own(i / m, 0), Own(i % m, 1));
                    result[Head + m * m + i] = Inner(Own(i / m, 1), Own(i % m, 1));
                }
                result[4] = (slot + 1) % m;
            }
            var q = g;
            var alphas = new double[history.Count];
            for (var i = history.Count - 1; i >= 0; i--)
            {
                alphas[i] = Inner(history[i].S, q) / Inner(history[i].S, history[i].Y);
                q = Add(q, -alphas[i], history[i].Y);
            }
            var scale = history.Count > 0 ? Inner(history[^1].S, history[^1].Y) / Inner(history[^1].Y, history[^1].Y) : 1;
            double[] r = [.. q.Select(v => v * scale)];
            for (var i = 0; i < history.Count; i++)
                r = Add(r, alphas[i] - Inner(history[i].Y, r) / Inner(history[i].S, history[i].Y), history[i].S);
            double[] d = [.. r.Select(v => -v)];
            (result[0], result[1], result[2]) = (loss, Inner(d, g), history.Count > 0 ? 1 : Math.Min(1, 1 / x[5][0]) * rate);
            (result[3], result[5], result[6], result[8], result[9]) = (history.Count, 0, state[6] + 1, Inner(g, g), x[5][0]);
            d[..(2 * m)].CopyTo(result, op.StateSize);
            d[(2 * m)..].CopyTo(result, tail);
            result[tail + 5] = 1;
            return result;
        }
    }
}
