// Pictures fitted to nets that were made for others.
namespace CnnCompute.Tests;

public sealed class FitPicturesTests
{
    private static Tensor Fit(int channels, int side, FitPictures fit) => fit.Apply(new Graph().Input("x", 2, channels, side, side));

    [Test]
    public void Grey_becomes_coloured_colours_grey_and_the_size_what_is_wanted()
    {
        Assert.That(Fit(1, 8, new FitPictures(16, 3)).Shape, Is.EqualTo(new Shape(2, 3, 16, 16)));
        Assert.That(Fit(3, 8, new FitPictures(Channels: 1)).Shape, Is.EqualTo(new Shape(2, 1, 8, 8)));
        var x = new Graph().Input("x", 1, 3, 8, 8);
        Assert.That(new FitPictures(8, 3).Apply(x), Is.EqualTo(x), "what fits is left alone");
        Assert.That(() => Fit(4, 8, new FitPictures(Channels: 3)), Throws.TypeOf<ShapeException>().With.Message.Contains("3 channels"));
    }

    [Test]
    public void Values_are_those_of_the_pictures()
    {
        var graph = new Graph();
        var (grey, colours) = (graph.Input("grey", 1, 1, 2, 2), graph.Input("colours", 1, 3, 1, 1));
        var (three, one) = (new FitPictures(4, 3).Apply(grey), new FitPictures(0, 1).Apply(colours));
        using var weights = new Residence(GpuFixture.Gpu);
        using var plan = Plan.Compile(weights, [], [three, one]);
        plan.Upload("grey", [0f, 40, 80, 120]);
        plan.Upload("colours", [100f, 200, 50]);
        plan.Run();
        var planes = plan.Fetch(three).Chunk(16).ToArray();
        Assert.That(planes[0], Is.EqualTo(planes[1]).And.EqualTo(planes[2]));
        Assert.That(planes[0][..4], Is.EqualTo((float[])[0, 10, 30, 40]).Within(1e-3));
        Assert.That(plan.Fetch(one)[0], Is.EqualTo(153).Within(0.01));
    }
}
