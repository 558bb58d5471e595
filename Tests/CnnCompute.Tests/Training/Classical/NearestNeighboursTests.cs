// Nearest neighbours against a search by hand.
namespace CnnCompute.Tests;

public sealed class NearestNeighboursTests
{
    private static double Apart(ReadOnlySpan<float> a, ReadOnlySpan<float> b, Distance distance)
    {
        double absolute = 0, squares = 0, product = 0, ofA = 0, ofB = 0;
        for (var i = 0; i < a.Length; i++)
        {
            absolute += Math.Abs((double)a[i] - b[i]);
            squares += Math.Pow((double)a[i] - b[i], 2);
            (product, ofA, ofB) = (product + ((double)a[i] * b[i]), ofA + ((double)a[i] * a[i]), ofB + ((double)b[i] * b[i]));
        }
        return distance switch { Distance.L1 => absolute, Distance.L2 => Math.Sqrt(squares), _ => 1 - (product / Math.Sqrt(ofA * ofB)) };
    }

    // Tiles that divide neither the queries nor the references.
    [Test]
    public void The_nearest_and_their_votes_are_those_of_a_search_by_hand([Values] Distance distance, [Values] Vote vote)
    {
        const int K = 7;
        FeatureSet known = Clouds.Of(60, 4, 13, 3, seed: 1), asked = Clouds.Of(9, 4, 13, 3, seed: 2);
        using var search = new NearestNeighbours(GpuFixture.Gpu, known, K, distance, vote, queryTile: 10, referenceTile: 77);
        var seen = new List<int>();
        var answers = search.Find(asked, seen.Add);
        Assert.That(seen, Is.EqualTo((int[])[10, 20, 30, 36]));
        for (var q = 0; q < asked.Count; q++)
        {
            var order = Enumerable.Range(0, known.Count).Select(r => (Place: r, D: Apart(asked.Row(q), known.Row(r), distance)))
                .OrderBy(r => r.D).Take(K).ToArray();
            Assert.That(answers.Places[(q * K)..((q + 1) * K)], Is.EqualTo(order.Select(o => o.Place)), $"query {q}");
            Assert.That(answers.Distances[(q * K)..((q + 1) * K)], Is.EqualTo(order.Select(o => o.D)).Within(1e-4));
            for (var k = 1; k <= K; k++)
            {
                var votes = new double[4];
                foreach (var (place, d) in order.Take(k))
                    votes[known.Labels[place]] += vote == Vote.Equal ? 1 : 1 / d;
                Assert.That(answers.Class(q, k), Is.EqualTo(Array.IndexOf(votes, votes.Max())), $"query {q}, {k} neighbours");
            }
        }
        Assert.That(answers.Accuracy(asked, K), Is.InRange(0.5, 1));
    }

    [Test]
    public void No_more_than_two_tiles_of_distances_are_in_memory()
    {
        var known = Clouds.Of(2000, 2, 4, 3, seed: 1);
        using var search = new NearestNeighbours(GpuFixture.Gpu, known, 3, queryTile: 64, referenceTile: 250);
        Assert.That(search.Plan.ArenaBytes, Is.LessThan(4L * 64 * (2 * 250 + 200)).And.LessThan(4L * 64 * known.Count / 5));
    }

    [Test]
    public void A_regression_gives_the_mean_of_the_neighbours_targets([Values] Vote vote)
    {
        // On a line, the targets are squares of the place.
        float[] Line(int count, float from) => [.. Enumerable.Range(0, count).Select(i => from + (i * 0.5f))];
        FeatureSet Points(float[] at) => new("line", new Shape(1), at, new int[at.Length], ["none"]);
        var (places, queries) = (Line(40, 0), Line(5, 3.1f));
        using var search = new NearestNeighbours(
            GpuFixture.Gpu, Points(places), 4, Distance.L1, vote, [.. places.Select(p => p * p)], queryTile: 3, referenceTile: 16);
        var answers = search.Find(Points(queries));
        for (var q = 0; q < queries.Length; q++)
        {
            var near = places.Select(p => (Target: (double)p * p, D: Math.Abs((double)p - queries[q]))).OrderBy(p => p.D).ToArray();
            for (var k = 1; k <= 4; k++)
            {
                var weighed = near.Take(k).Select(p => (p.Target, W: vote == Vote.Equal ? 1 : 1 / p.D)).ToArray();
                Assert.That(answers.Mean(q, k), Is.EqualTo(weighed.Sum(p => p.Target * p.W) / weighed.Sum(p => p.W)).Within(1e-3));
            }
        }
        Assert.That(answers.SquaredError([.. queries.Select(p => p * p)], 2),
            Is.EqualTo(queries.Index().Average(q => Math.Pow(answers.Mean(q.Index, 2) - (q.Item * q.Item), 2))).Within(1e-3).And.InRange(0.001, 3));
    }

    [Test]
    public void A_number_of_neighbours_is_chosen_among_training_samples_alone()
    {
        // Clouds that overlap: one neighbour is misled by what lies beyond the border.
        var data = Clouds.Of(150, 3, 4, 2.5, seed: 3);
        var choice = NeighbourChoice.Make(GpuFixture.Gpu, data, [1, 5, 25], folds: 3, most: 300, seed: 4);
        Assert.That(choice.Scores.Select(s => s.K), Is.EqualTo((int[])[1, 5, 25]));
        Assert.That(choice.K, Is.Not.EqualTo(1).And.EqualTo(choice.Scores.MaxBy(s => s.Score).K));
        Assert.That(choice.Scores.Select(s => s.Score), Is.All.InRange(0.4, 0.99));
        Assert.That(NeighbourChoice.Make(GpuFixture.Gpu, data, [1, 5, 25], folds: 3, most: 300, seed: 4).Scores, Is.EqualTo(choice.Scores));
        var targets = data.Labels.Select(l => (float)l).ToArray();
        Assert.That(NeighbourChoice.Make(GpuFixture.Gpu, data, [1, 15], targets: targets, folds: 2, most: 200).K, Is.EqualTo(15));
        Assert.That(() => NeighbourChoice.Make(GpuFixture.Gpu, data, [300], folds: 2), Throws.ArgumentException.With.Message.Contains("2 folds"));
    }

    [Test]
    public void What_makes_no_sense_is_refused()
    {
        var known = Clouds.Of(3, 2, 4, 3, seed: 1);
        Assert.That(() => new NearestNeighbours(GpuFixture.Gpu, known, 7), Throws.ArgumentException.With.Message.Contains("7 nearest of 6"));
        Assert.That(() => new NearestNeighbours(GpuFixture.Gpu, known, 1, targets: [1]), Throws.ArgumentException.With.Message.Contains("1 targets"));
        using var search = new NearestNeighbours(GpuFixture.Gpu, known, 1);
        Assert.That(() => search.Find(Clouds.Of(1, 2, 5, 3, seed: 1)), Throws.ArgumentException.With.Message.Contains("those of 4 elements"));
    }
}
