// What makes SqueezeNet say cat, in photographs.
namespace CnnCompute.Tests;

public sealed class AttributionOfPhotographsTests
{
    private const int Side = 224, EgyptianCat = 285;

    private static (float[] Values, int Class, double Sum, double Gain) Explain(AttributionOptions options, float[] planes, int index = -1)
    {
        var trunk = new Trunk(ModelFile.Load(Shared.File("models/squeezenet1.1.onnx")));
        using var weights = new Residence(GpuFixture.Gpu);
        AttributionMap map = null!;
        Tensor whole = default;
        using var run = new AttributionRun(
            weights, trunk, options, graph => (graph.Input("picture", 1, 3, Side, Side), graph["picture"]), (made, _) =>
            {
                map = made;
                whole = Attribution.Enlarged(made.Values, Side, Side);
                return [made.Values, whole, made.Class!.Value, .. made.Difference is { } d ? (Tensor[])[d] : []];
            });
        run.First.Upload("picture", planes);
        run.Explain(index);
        run.Run();
        return (run.Last.Fetch(whole), run.Last.FetchInt(map.Class!.Value)[0], run.Last.Fetch(map.Values).Sum(v => (double)v),
            map.Difference is { } gain ? run.Last.Fetch(gain)[0] : 0);
    }

    private static float[] Cat() => Photograph.Load(Shared.File("images/224/chelsea_224.png")).Planes(3, PixelNorm.Unit);

    // The head fills the picture; eyes, cheeks, nose and mouth lie in this box of its 224×224 pixels (left, top, width, height), 67 % of them.
    private static readonly (int X, int Y, int Width, int Height) Head = (30, 50, 194, 174);

    [TestCase(AttributionMethod.GuidedBackprop)]
    [TestCase(AttributionMethod.GradCam)]
    public void The_cat_is_seen_by_its_head(AttributionMethod method)
    {
        var found = Explain(new AttributionOptions(method), Cat());
        var share = AttributionExplanation.ShareInside(found.Values, Side, Side, Head);
        TestContext.Out.WriteLine(
            $"{method}: {share:P1} of the positive mass in {Head}, which is {Head.Width * Head.Height / (double)(Side * Side):P1} of the picture");
        Assert.That(found.Class, Is.EqualTo(EgyptianCat));
        Assert.That(share, Is.GreaterThanOrEqualTo(0.7));
    }

    // The box above says little, as the head is nearly the whole picture: here it is a quarter of it, and has more than twice its share.
    [TestCase(AttributionMethod.GuidedBackprop)]
    [TestCase(AttributionMethod.GradCam)]
    public void Among_four_photographs_the_cat_is_found(AttributionMethod method)
    {
        const int Half = Side / 2;
        string[] names = ["chelsea", "coffee", "rocket", "astronaut"];
        var planes = new float[3 * Side * Side];
        foreach (var (n, name) in names.Index())
        {
            var photograph = Photograph.Load(Shared.File($"images/{name}.{(name == "rocket" ? "jpg" : "png")}")).Fit(Half).Planes(3, PixelNorm.Unit);
            for (var i = 0; i < photograph.Length; i++)
            {
                planes[(i / (Half * Half) * Side * Side) + (((n / 2 * Half) + (i / Half % Half)) * Side) + (n % 2 * Half) + (i % Half)] =
                    photograph[i];
            }
        }
        var share = AttributionExplanation.ShareInside(
            Explain(new AttributionOptions(method), planes, EgyptianCat).Values, Side, Side, (0, 0, Half, Half));
        TestContext.Out.WriteLine($"{method}: {share:P1} of the positive mass on the cat's quarter");
        Assert.That(share, Is.GreaterThanOrEqualTo(0.55));
    }

    [Test]
    public void Integrated_gradients_sum_to_the_difference_of_the_scores()
    {
        var found = Explain(new AttributionOptions(AttributionMethod.IntegratedGradients) { Samples = 32 }, Cat());
        TestContext.Out.WriteLine($"sum {found.Sum:F3}, difference {found.Gain:F3}");
        Assert.That(found.Gain, Is.GreaterThan(5));
        Assert.That(found.Sum, Is.EqualTo(found.Gain).Within(5).Percent);
    }
}
