// Where the boxes of a directed graph go: in rows from top to bottom, with few crossings.
namespace CnnCompute;

/// <summary>
/// A layered drawing after Sugiyama, Tagawa and Toda (1981): a node's row is its longest way from the start, long edges bend at points in every row
/// between, the order within rows follows neighbours' barycentres, and places are the nearest to the neighbours' that keep the distance.
/// </summary>
internal sealed class LayeredLayout
{
    private const int Sweeps = 12;

    private readonly List<(int Row, double Width)> points = [];
    private readonly List<List<int>> up = [], down = [];
    private readonly List<List<int>> rows = [];
    private readonly double gap;

    private LayeredLayout(double gap) => this.gap = gap;

    /// <summary>Where each node's centre lies along x, in pixels from 0.</summary>
    public double[] X { get; private set; } = [];

    /// <summary>Row of each node and bend.</summary>
    public IReadOnlyList<int> Row => [.. points.Select(p => p.Row)];

    /// <summary>
    /// For each edge the points it goes through: its ends and the bends between, as indices of <see cref="X"/> and <see cref="Row"/>.
    /// </summary>
    public List<int[]> Ways { get; } = [];

    /// <summary>Width of the drawing.</summary>
    public double Width { get; private set; }

    /// <summary>Places <paramref name="count"/> nodes of one width; edges go from lower to higher indices.</summary>
    public static LayeredLayout Of(int count, IReadOnlyList<(int From, int To)> edges, double width, double gap)
    {
        var layout = new LayeredLayout(gap);
        var row = new int[count];
        foreach (var (from, to) in edges.OrderBy(e => e.To))
            row[to] = Math.Max(row[to], row[from] + 1);
        for (var i = 0; i < count; i++)
            layout.Add(row[i], width);
        foreach (var (from, to) in edges)
        {
            var way = new List<int> { from };
            for (var r = row[from] + 1; r < row[to]; r++)
                way.Add(layout.Add(r, 6));
            way.Add(to);
            layout.Ways.Add([.. way]);
            foreach (var (a, b) in way.Zip(way.Skip(1)))
            {
                layout.down[a].Add(b);
                layout.up[b].Add(a);
            }
        }
        layout.Order();
        layout.Place();
        return layout;
    }

    private int Add(int row, double width)
    {
        points.Add((row, width));
        up.Add([]);
        down.Add([]);
        while (rows.Count <= row)
            rows.Add([]);
        rows[row].Add(points.Count - 1);
        return points.Count - 1;
    }

    private void Order()
    {
        var place = new double[points.Count];
        void Number(List<int> row)
        {
            foreach (var (i, p) in row.Index())
                place[p] = i - (row.Count / 2.0);
        }
        rows.ForEach(Number);
        for (var sweep = 0; sweep < Sweeps; sweep++)
        {
            var (neighbours, order) = sweep % 2 == 0 ? (up, Enumerable.Range(0, rows.Count)) : (down, Enumerable.Range(0, rows.Count).Reverse());
            foreach (var r in order)
            {
                rows[r] = [.. rows[r].OrderBy(p => neighbours[p].Count == 0 ? place[p] : neighbours[p].Average(n => place[n]))];
                Number(rows[r]);
            }
        }
    }

    private void Place()
    {
        X = new double[points.Count];
        foreach (var row in rows)
            Settle(row, [.. row.Select(_ => 0.0)]);
        for (var sweep = 0; sweep < Sweeps; sweep++)
        {
            foreach (var row in sweep % 2 == 0 ? rows : Enumerable.Reverse(rows))
            {
                Settle(row, [.. row.Select(p => up[p].Concat(down[p]).Select(n => X[n]).DefaultIfEmpty(X[p]).Average())]);
            }
        }
        var left = points.Index().Min(p => X[p.Index] - (p.Item.Width / 2));
        for (var i = 0; i < X.Length; i++)
            X[i] -= left;
        Width = points.Index().Max(p => X[p.Index] + (p.Item.Width / 2));
    }

    // The nearest places to those wanted that keep order and distance: least squares by pooling neighbours that would collide.
    private void Settle(List<int> row, double[] wanted)
    {
        var offset = new double[row.Count];
        for (var i = 1; i < row.Count; i++)
            offset[i] = offset[i - 1] + ((points[row[i - 1]].Width + points[row[i]].Width) / 2) + gap;
        var pools = new List<(double Sum, int Count)>();
        for (var i = 0; i < row.Count; i++)
        {
            pools.Add((wanted[i] - offset[i], 1));
            while (pools is [.., var a, var b] && a.Sum / a.Count > b.Sum / b.Count)
            {
                pools.RemoveRange(pools.Count - 2, 2);
                pools.Add((a.Sum + b.Sum, a.Count + b.Count));
            }
        }
        var next = 0;
        foreach (var (sum, count) in pools)
        {
            for (var i = 0; i < count; i++, next++)
                X[row[next]] = (sum / count) + offset[next];
        }
    }
}
