// Names and numbers of norms.
namespace CnnCompute.Tests;

public sealed class PixelNormTests
{
    [Test]
    public void Every_name_is_that_of_its_norm()
    {
        Assert.That(PixelNorm.Names, Is.EqualTo(["torch", "tf128", "signed", "unit", "byte"]));
        foreach (var name in PixelNorm.Names)
            Assert.That((PixelNorm.Named(name).Name, PixelNorm.Named(name).ToString()), Is.EqualTo((name, name)));
        Assert.That(PixelNorm.Of(0.3, 0.3).Name, Is.Null);
        Assert.That(PixelNorm.Of(0.3, 0.3).ToString(), Does.Contain("-1"));
        Assert.That(PixelNorm.Choices, Is.EqualTo("torch, tf128, signed, unit or byte"));
        Assert.That(() => PixelNorm.Named("Torch"),
            Throws.ArgumentException.With.Message.EqualTo("No normalisation is called \"Torch\"; there are torch, tf128, signed, unit and byte"));
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
            var ((scale, shift), (back, home)) = (norm.FromUnit[c], norm.ToUnit[c]);
            Assert.That((0.3f * scale + shift) * back + home, Is.EqualTo(0.3f).Within(1e-6));
        }
    }

    [TestCase("squeezenet_v1.1", "torch")]
    [TestCase("SqueezeNet1.1", "torch")]
    [TestCase("mobilenet_v2_1.0_224", "tf128")]
    [TestCase("Inception v3", "tf128")]
    [TestCase("tiny_vgg", "unit")]
    [TestCase("tiny_vgg2", null)]
    [TestCase("resnet18", null)]
    public void Known_nets_are_fed_as_they_were_trained(string net, string? name) => Assert.That(PixelNorm.OfPretrained(net)?.Name, Is.EqualTo(name));
}
