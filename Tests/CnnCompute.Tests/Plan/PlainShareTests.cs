// No ordinary net leaves its convolutions to plain kernels, whatever the size of the picture; needs no device.
namespace CnnCompute.Tests;

public sealed class PlainShareTests
{
    private const double Most = 0.01;

    // What recipes see of Mesa's software Vulkan and of a graphics card.
    private static readonly DeviceTraits Software = new(true, 1024, 8, true, true, 32768, 1 << 27, 16, 65535, 65535),
        Card = new(false, 1024, 32, true, true, 49152, uint.MaxValue, 16, int.MaxValue, 65535);

    // Whole, odd, and prime sides; halves and quarters of them are odd again.
    private static readonly (int Height, int Width)[] Sizes =
    [
        (256, 256), (257, 263), (300, 452), (375, 500), (433, 577), (477, 637), (509, 511), (599, 801), (720, 720), (667, 1000), (767, 1023),
        (1024, 1024),
    ];

    private static IEnumerable<TestCaseData> Nets => Zoo.Models.Where(m => m.Channels == 3).Select(m => new TestCaseData(m.Name));

    private static void Check(Graph graph, string what)
    {
        foreach (var device in new[] { Software, Card })
        {
            var share = PlainShare.Of(graph, device);
            Assert.That(share.Macs, Is.GreaterThan(1_000_000), what);
            Assert.That(share.Share, Is.LessThanOrEqualTo(Most),
                $"{what} on {(device.IsCpu ? "a processor" : "a card")}: most of the plain part is {share.Worst}");
        }
    }

    // Layers behind one that does not take the size are left out; the gradient is a dream's, by the picture, of the last layer there is.
    [TestCaseSource(nameof(Nets))]
    public void Every_net_and_its_gradient_have_fast_recipes_at_every_size(string name)
    {
        var taken = 0;
        foreach (var (height, width) in Sizes)
        {
            var (model, graph) = (Zoo.Create(name), new Graph());
            var picture = graph.Input("picture", 1, 3, height, width);
            model.Eval();
            try
            {
                model.Forward(picture);
            }
            catch (ShapeException)
            {
                if (graph.Nodes.All(n => n.Op.Macs(n) == 0))
                    continue;
            }
            taken++;
            Check(graph, $"{name} at {width}×{height}");
            Autodiff.Gradient(new Tensor(graph, graph.Nodes.Last(n => n.Op.Macs(n) > 0).Id).Sum(), picture);
            Check(graph, $"{name} and its gradient at {width}×{height}");
        }
        Assert.That(taken, Is.GreaterThan(1), name);
    }

    [TestCaseSource(nameof(Nets))]
    public void Training_has_fast_recipes(string name)
    {
        var known = Zoo.Find(name)!;
        var model = Zoo.Create(name);
        var graph = new Graph();
        var y = model.Forward(graph.Input("picture", 4, 3, known.Height, known.Width));
        Autodiff.Gradients(y.Sum(), [.. model.Parameters().Where(p => p.RequiresGrad).Select(graph.Parameter)]);
        Check(graph, name);
    }

    // Layers as nets have them that are not in the zoo: stems, dilated and depthwise ones, small groups, one channel, transposed ones.
    [TestCase(3, 64, 7, 2, 3, 1, 1)]
    [TestCase(3, 32, 9, 1, 4, 1, 1)]
    [TestCase(3, 96, 4, 4, 0, 1, 1)]
    [TestCase(3, 16, 5, 1, 2, 1, 1)]
    [TestCase(1, 32, 9, 1, 4, 1, 1)]
    [TestCase(1, 8, 3, 1, 1, 1, 1)]
    [TestCase(3, 3, 5, 1, 2, 1, 3)]
    [TestCase(6, 6, 3, 1, 1, 1, 6)]
    [TestCase(32, 3, 9, 1, 4, 1, 1)]
    [TestCase(37, 19, 3, 1, 1, 1, 1)]
    [TestCase(32, 32, 3, 1, 1, 1, 32)]
    [TestCase(32, 32, 3, 1, 4, 4, 32)]
    [TestCase(24, 24, 7, 1, 3, 1, 24)]
    [TestCase(24, 48, 3, 2, 1, 1, 24)]
    [TestCase(64, 64, 3, 1, 1, 1, 16)]
    [TestCase(32, 32, 3, 1, 2, 2, 1)]
    public void Layers_have_fast_recipes_at_every_size(int ins, int outs, int kernel, int stride, int padding, int dilation, int groups)
    {
        foreach (var (height, width) in Sizes.Append((1920, 1440)).Append((3024, 4032)))
        {
            var graph = new Graph();
            var (x, w) = (graph.Input("x", 1, ins, height, width), graph.Input("w", outs, ins / groups, kernel, kernel));
            Autodiff.Gradients(x.Conv2d(w, stride, padding, dilation, groups).Sum(), [x, w]);
            Check(graph, $"{ins}→{outs} {kernel}×{kernel} at {width}×{height}");
        }
    }

    [Test]
    public void A_net_of_plain_convolutions_would_be_seen()
    {
        var graph = new Graph();
        graph.Input("x", 1, 64, 256, 256).Conv2d(graph.Input("w", 64, 64, 3, 3), padding: 1);
        var share = PlainShare.Of(graph, Software with { SubgroupSize = 4 });
        Assert.That(share.Share, Is.EqualTo(1));
        Assert.That(share.Worst!.Op, Is.TypeOf<Conv2dOp>());
    }
}
