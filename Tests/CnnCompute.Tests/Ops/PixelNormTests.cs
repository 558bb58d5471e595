// Names and numbers of norms.
namespace CnnCompute.Tests;

public sealed class PixelNormTests
{
    [Test]
    public void Every_name_is_that_of_its_norm()
    {
        Assert.That(PixelNorm.Names, Is.EqualTo(["torch", "tf128", "signed", "unit", "byte", "caffe"]));
        foreach (var name in PixelNorm.Names)
            Assert.That((PixelNorm.Named(name).Name, PixelNorm.Named(name).ToString()), Is.EqualTo((name, name)));
        Assert.That(PixelNorm.Of(0.3, 0.3).Name, Is.Null);
        Assert.That(PixelNorm.Of(0.3, 0.3).ToString(), Does.Contain("-1"));
        Assert.That(PixelNorm.Choices, Is.EqualTo("torch, tf128, signed, unit, byte or caffe"));
        Assert.That(() => PixelNorm.Named("Torch"),
            Throws.ArgumentException.With.Message.EqualTo(
                "No normalisation is called \"Torch\"; there are torch, tf128, signed, unit, byte and caffe"));
    }

    [Test]
    public void Names_that_models_are_marked_with_exist() =>
        Assert.That(Zoo.Models.Select(m => m.Norm).Where(n => n.Length > 0).Distinct(), Is.Not.Empty.And.SubsetOf(PixelNorm.Names));

    [TestCase("byte", 0, 255)]
    [TestCase("unit", 0, 1)]
    [TestCase("signed", -1, 1)]
    [TestCase("tf128", -1, 0.9921875)]
    public void Black_and_white_become_the_ends(string name, double black, double white)
    {
        var (scale, shift) = PixelNorm.Named(name)[1];
        Assert.That(shift, Is.EqualTo(black).Within(1e-6));
        Assert.That(255 * scale + shift, Is.EqualTo(white).Within(1e-6));
    }

    [TestCaseSource(typeof(PixelNorm), nameof(PixelNorm.Names))]
    public void There_and_back_is_where_it_was(string name)
    {
        var norm = PixelNorm.Named(name);
        for (var c = 0; c < 3; c++)
        {
            // Blue comes first from a network that takes it first.
            var ((scale, shift), (back, home)) = (norm.FromUnit[c], norm.ToUnit[norm.IsBgr ? 2 - c : c]);
            Assert.That((0.3f * scale + shift) * back + home, Is.EqualTo(0.3f).Within(1e-6));
        }
    }

    [TestCase("torch", "torch")]
    [TestCase(" caffe ", "caffe")]
    [TestCase("torch:bgr", "torch:bgr")]
    [TestCase("caffe:rgb", "scale=1:shift=-123,-117,-104")]
    [TestCase("mean=0.485,0.456,0.406:std=0.229,0.224,0.225", "torch")]
    [TestCase("mean=0.5:std=0.5", "signed")]
    [TestCase("scale=1/255", "unit")]
    [TestCase("scale=1", "byte")]
    [TestCase("mean=128:std=128", "tf128")]
    [TestCase("mean=127.5 std=127.5 rgb", "signed")]
    [TestCase("mean=104,117,123:bgr", "caffe")]
    [TestCase("BGR;mean=104,117,123;scale=1", "caffe")]
    [TestCase("scale=2/255:shift=-1", "signed")]
    [TestCase("mean=1,2,4:std=1:scale=1", "scale=1:shift=-1,-2,-4")]
    public void Texts_are_read(string text, string same)
    {
        var norm = PixelNorm.Parse(text);
        var (expected, close) = (PixelNorm.Parse(same), Is.EqualTo(0).Within(1e-6));
        Assert.That(norm.IsBgr, Is.EqualTo(expected.IsBgr));
        for (var c = 0; c < 3; c++)
        {
            Assert.That(norm[c].Scale - expected[c].Scale, close);
            Assert.That(norm[c].Shift - expected[c].Shift, close);
        }
        Assert.That(PixelNorm.Parse(norm.ToString()), Is.EqualTo(norm), "a text that says all");
    }

    [TestCase("torhc", "No normalisation is called")]
    [TestCase("mean=1,2", "one number, or three")]
    [TestCase("mean=a", "one number")]
    [TestCase("std=0", "can be 0")]
    [TestCase("torch:mean=1", "one or the other")]
    [TestCase("bgr", "no numbers")]
    [TestCase("", "no numbers")]
    [TestCase("mean=0.5:sdt=2", "\"sdt=2\"")]
    public void What_is_no_norm_is_refused_with_all_there_are(string text, string word) =>
        Assert.That(() => PixelNorm.Parse(text), Throws.ArgumentException.With.Message.Contains(word).And.Message.Contains("caffe"));

    [Test]
    public void Blue_comes_first_in_the_planes_of_Caffes_models()
    {
        var planes = new Photograph(1, 1, [10, 20, 30, 40]).Planes(3, PixelNorm.Caffe);
        Assert.That(planes, Is.EqualTo([30 - 104f, 20 - 117f, 10 - 123f]));
        Assert.That(new Photograph(1, 1, [10, 20, 30, 40]).Planes(4, PixelNorm.Byte), Is.EqualTo([10f, 20, 30, 40]));
    }

    [Test]
    public void Graphs_order_colours_as_the_norm_says_and_back()
    {
        var graph = new Graph();
        var picture = graph.Input("x", 1, 3, 1, 1);
        var there = picture.Normalize(PixelNorm.Caffe.FromUnit);
        var back = there.Normalize(PixelNorm.Caffe.ToUnit);
        var grad = Autodiff.Gradient((there * graph.Input("k", 1, 3, 1, 1)).Sum(), picture);
        using var residence = new Residence(GpuFixture.Gpu);
        using var plan = Plan.Compile(residence, [], [there, back, grad]);
        plan.Upload("x", [0.1f, 0.2f, 0.3f]);
        plan.Upload("k", [1f, 2, 3]);
        plan.Run();
        Assert.That(plan.Fetch(there), Is.EqualTo([76.5 - 104, 51 - 117, 25.5 - 123]).Within(1e-4));
        Assert.That(plan.Fetch(back), Is.EqualTo([0.1, 0.2, 0.3]).Within(1e-6));
        Assert.That(plan.Fetch(grad), Is.EqualTo([765.0, 510, 255]).Within(1e-3));
    }
}
