// Settings of dreams: what is out of range is clamped with a word, what is not possible is told.
using Engine;

namespace CnnCompute.Tests;

public sealed class DreamOptionsTests
{
    private static Gpu Gpu => GpuFixture.Gpu;

    [Test]
    public void Settings_in_range_stay_as_they_are()
    {
        var (options, said) = (new DreamOptions { Objective = "mixed_4" }, new List<string>());
        Assert.That(options.Clamped(said), Is.EqualTo(options));
        Assert.That(said, Is.Empty);
    }

    [Test]
    public void Settings_out_of_range_are_clamped_with_a_word()
    {
        var said = new List<string>();
        var options = new DreamOptions
        {
            Objective = "mixed_4",
            Octaves = 0,
            OctaveScale = 0.5f,
            Steps = -1,
            Rate = float.NaN,
            Jitter = 99999,
            Smoothing = -1,
            Blend = 2,
            Zoom = 0,
            Rotate = 999,
        }.Clamped(said);
        Assert.That(options, Is.EqualTo(new DreamOptions
        {
            Objective = "mixed_4",
            Octaves = 1,
            OctaveScale = 1.05f,
            Steps = 0,
            Rate = 0,
            Jitter = 1024,
            Smoothing = 0,
            Blend = 1,
            Zoom = 0.25f,
            Rotate = 180,
        }));
        Assert.That(said, Has.Count.EqualTo(9));
        Assert.That(said[0], Is.EqualTo("octaves 0 is not possible; 1 is taken (1 to 12)"));
        Assert.That(said, Has.One.Contains("rate NaN"));
    }

    private static Exception? Refused(DreamOptions options, int side = 64, Trunk? net = null)
    {
        using var source = DreamTests.Picture(side, side);
        using var weights = new Residence(Gpu);
        return Assert.Catch(() => new Dream(weights, net ?? new Trunk(ModelFile.Open("tiny_vgg")), side, side, options, new DreamImages(source)));
    }

    [Test]
    public void A_layer_that_is_not_there_is_named_with_the_nearest() =>
        Assert.That(Refused(new DreamOptions { Objective = "relu_2" })!.Message,
            Does.Contain("relu_2").And.Contain("did you mean").And.Contain("relu_2_1"));

    [Test]
    public void A_picture_too_small_for_its_octaves_is_told_how_many_are_possible()
    {
        var message = Refused(new DreamOptions { Objective = "max_pool_2", Octaves = 8, OctaveScale = 1.5f })!.Message;
        Assert.That(message, Does.Contain("8 octaves make a picture of 64×64 as small as").And.Contain("at most 4 are possible"));
    }

    [Test]
    public void A_picture_too_small_for_the_net_is_told() =>
        Assert.That(Refused(new DreamOptions { Objective = "max_pool_2", Octaves = 1 }, 8)!.Message, Does.Contain("max_pool_2").And.Contain("8×8"));

    [Test]
    public void A_guide_needs_a_whole_layer()
    {
        using GpuImage source = DreamTests.Picture(), guide = DreamTests.Picture();
        using var weights = new Residence(Gpu);
        Assert.That(() => new Dream(weights, new Trunk(ModelFile.Open("tiny_vgg")), 56, 40, new DreamOptions { Objective = "relu_2_1:3" },
            new DreamImages(source, Guide: guide)),
            Throws.ArgumentException.With.Message.Contains("a guide needs a whole layer"));
    }

    [Test]
    public void An_operator_without_gradient_is_named()
    {
        var folder = Directory.CreateTempSubdirectory("dream");
        try
        {
            var path = Path.Combine(folder.FullName, "best.onnx");
            var proto = OnnxProtos.Model(18, [1, 3, 64, 64],
                [OnnxProtos.Node("Relu", ["r"], ["x"]), OnnxProtos.Node("ArgMax", ["best"], ["r"], OnnxProtos.Int("axis", 1)),
                    OnnxProtos.Node("Cast", ["y"], ["best"], OnnxProtos.Int("to", 1))]);
            proto.Load(path);
            var error = Refused(new DreamOptions { Objective = "y", Octaves = 1 }, 64, new Trunk(ModelFile.Load(path), PixelNorm.Unit));
            Assert.That(error, Is.TypeOf<NotSupportedException>().With.Message.StartWith("ArgMax (").And.Message.Contains("has no gradient"));
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }
}
