// The verb that explains: its pictures, what it prints, and what it refuses.
using StbImageSharp;

namespace CnnCompute.Tests;

public sealed class ExplainTests
{
    private string folder = "";

    [SetUp]
    public void MakeFolder() => folder = Directory.CreateTempSubdirectory("explain").FullName;

    [TearDown]
    public void DeleteFolder() => Directory.Delete(folder, recursive: true);

    private static string Picture => Shared.File("images/tiny_vgg/panda_1.jpeg");

    private static string Model => Shared.File("models/tiny_vgg.onnx");

    private string Out => Path.Combine(folder, "why.png");

    private static ImageResult Read(string path) => ImageResult.FromMemory(File.ReadAllBytes(path), ColorComponents.RedGreenBlueAlpha);

    [Test]
    public void One_method_writes_its_overlay_and_its_heat()
    {
        var (code, output) = Verbs.Run(
            "explain", Picture, "--model", Model, "--method", "gradcam", "--class", "7", "--box", "0,0,64,32", "--out", Out);
        Assert.That(code, Is.Zero);
        Assert.That(output, Does.Match(@"gradcam +class 7 \(7\), \d+\.\d\d %; positive mass around \d+,\d+ of 64×64, \d+\.\d % of it in 0,0,64,32"));
        var (overlay, heat) = (Read(Out), Read(Path.Combine(folder, "why-heat.png")));
        Assert.That((overlay.Width, overlay.Height, heat.Width), Is.EqualTo((64, 64, 64)));
        Assert.That(overlay.Data, Is.Not.EqualTo(heat.Data));
        Assert.That(heat.Data.Chunk(4).Select(p => p[0] + p[1] + p[2]).Max(), Is.GreaterThan(400), "something is hot");
    }

    [Test]
    public void Several_methods_make_a_sheet()
    {
        var (_, output) = Verbs.Run("explain", Picture, "--model", Model, "--method", "guided,integrated,occlusion", "--patch", "16", "--stride",
            "16", "--samples", "8", "--out", Out);
        Assert.That(Directory.GetFiles(folder).Select(Path.GetFileName), Is.EquivalentTo(new[]
        {
            "why.png", "why-guided.png", "why-guided-heat.png", "why-integrated.png", "why-integrated-heat.png", "why-occlusion.png",
            "why-occlusion-heat.png",
        }));
        Assert.That(output, Does.Match(@"its sum is -?\d+\.\d+, the score's gain over the baseline -?\d+\.\d+: \d+\.\d %"));
        Assert.That(Read(Out).Width, Is.GreaterThan(4 * 64), "the picture and three maps");
    }

    [Test]
    public void A_channel_is_explained_as_well_as_a_class()
    {
        var (_, output) = Verbs.Run("explain", Picture, "--model", Model, "--method", "gradient", "--objective", "conv_1_1:3", "--out", Out);
        Assert.That(output, Does.Contain("conv_1_1:3; "), "what is linear in the picture, too");
        Assert.That(File.Exists(Out), Is.True);
    }

    [TestCase("no such method; did you mean 'guided'?", "--method", "gided")]
    [TestCase("no layer \"relu_9\"; did you mean", "--layer", "relu_9")]
    [TestCase("class 10 does not exist; there are 10, 0 to 9", "--class", "10")]
    [TestCase("--box 60,60,10,10", "--box", "60,60,10,10")]
    [TestCase("pictures are written as .png", "--out", "why.jpg")]
    [TestCase("takes pictures of 64×64 alone", "--size", "128")]
    [TestCase("--samples -1", "--samples", "-1")]
    public void Bad_input_is_named(string message, params string[] arguments)
    {
        var (picture, model) = (Picture, Model); // ignored where they are absent: not within what must throw
        Assert.That(() => Verbs.Run(["explain", picture, "--model", model, .. arguments]),
            Throws.InstanceOf<Exception>().With.Message.Contains(message));
    }

    [Test]
    public void A_picture_must_be_given()
    {
        var model = Model;
        Assert.That(() => Verbs.Run("explain", "--model", model), Throws.ArgumentException.With.Message.Contains("looks at a picture"));
    }
}
