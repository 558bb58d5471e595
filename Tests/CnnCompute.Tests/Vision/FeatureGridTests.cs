// Layers as tiles: which values make which pixels.
namespace CnnCompute.Tests;

public sealed class FeatureGridTests
{
    private static readonly float[] TwoChannels = [0, 1, 2, 4, /* the second */ 10, 10, 20, 30];

    [Test]
    public void Colours_cover_each_channels_range_or_the_layers()
    {
        var (unit, module) = (new FeatureGrid(ColourMap.Grey, Normalise: FeatureNormalisation.Unit),
            new FeatureGrid(ColourMap.Grey, Normalise: FeatureNormalisation.Module));
        Assert.That(Draw(unit, TwoChannels, 1, 2, 2, 2), Is.EqualTo([0, 64, 0, 0, 128, 255, 128, 255]).Within(1));
        Assert.That(Draw(module, TwoChannels, 1, 2, 2, 2), Is.EqualTo([0, 9, 85, 85, 17, 34, 170, 255]).Within(1));
        // The mean is 77/8, so that 38.5 would be white.
        Assert.That(Draw(new FeatureGrid(ColourMap.Grey), TwoChannels, 1, 2, 2, 2), Is.EqualTo([0, 7, 66, 66, 13, 26, 132, 199]).Within(1));
    }

    [Test]
    public void Channels_are_chosen_and_vectors_shown()
    {
        var second = new FeatureGrid(ColourMap.Grey, First: 1, Normalise: FeatureNormalisation.Module);
        Assert.That(Draw(second, TwoChannels, 1, 2, 2, 2), Is.EqualTo([0, 0, 128, 255]).Within(1));
        Assert.That(Draw(second with { Columns = 2 }, [7, 0, 1, 2, 4, /* another picture's */ 0, 0, 0, 0, 0], 2, 5),
            Is.EqualTo([0, 64, 128, 255]).Within(1));
        Assert.That(Draw(second with { First = 0 }, [0, 1, 2, 4, 5, 6], 1, 3, 2), Is.EqualTo([0, 43, 85, 170, 213, 255]).Within(1));
        Assert.That(() => Draw(second with { Count = 2 }, TwoChannels, 1, 2, 2, 2),
            Throws.ArgumentException.With.Message.Contains("no channels 1 to 2").And.Message.Contains("0 to 1"));
    }

    [Test]
    public void Tiles_lie_apart_and_zero_is_white_where_colours_diverge()
    {
        var grid = new FeatureGrid(ColourMap.Diverging, 1, Normalise: FeatureNormalisation.Unit);
        var drawn = Draw(grid, [-4, 0, 1, 0, 0, 0, 0, 0, 0, 0, 0, 8, 0, 0, 0, 0, 0, 0], 1, 2, 3, 3);
        Assert.That(drawn[9..12], Is.All.EqualTo(-1), "the line between");
        Assert.That(new[] { drawn[1], drawn[4], drawn[12] }, Is.All.EqualTo(drawn[20]).And.All.GreaterThan(240), "zeros");
        Assert.That(drawn[0], Is.LessThan(100), "blue has little red");
    }

    // The red of each pixel; -1 where nothing is.
    private static int[] Draw(FeatureGrid grid, float[] values, params int[] shape)
    {
        var graph = new Graph();
        var layer = graph.Input("layer", shape);
        var sink = grid.ToImage(layer, "grid");
        var (width, height) = grid.Size(layer);
        using var image = GpuFixture.Gpu.Image(width, height, "grid");
        using var residence = new Residence(GpuFixture.Gpu);
        using var plan = Plan.Compile(residence, [sink], ("grid", image));
        plan.Upload("layer", values);
        plan.Run();
        return [.. GpuFixture.Gpu.Download(image).Chunk(4).Select(p => p[3] == 0 ? -1 : p[0])];
    }
}
