// The methods of `cnn explain` that make pictures: what they print, what they write, what they refuse.
using StbImageSharp;

namespace CnnCompute.Tests;

public sealed class ExplainPicturesTests
{
    private static readonly string Model = Path.Combine(GpuFixture.Repository, "Scenes", "Assets", "fashion.safetensors");
    private string folder = "";

    [SetUp]
    public void MakeFolder() => folder = Directory.CreateTempSubdirectory("explain").FullName;

    [TearDown]
    public void DeleteFolder() => Directory.Delete(folder, recursive: true);

    [Test]
    public void All_of_them_draw_one_picture()
    {
        var picture = Path.Combine(folder, "trouser.png");
        Engine.PngFile.Write(picture, 28, 28, Trouser());
        var sheet = Path.Combine(folder, "sheet.png");
        var (code, output) = Verbs.Run(
            "explain", picture, "--model", Model, "--method", "maximise,invert,fgsm,pgd,features", "--class", "trouser", "--layers", "7,2",
            "--layer", "3", "--channels", "0-8", "--steps", "3", "--epsilon", "3", "--out", sheet);
        Assert.That(code, Is.Zero);
        Assert.That(output,
            Does.Contain("maximise       Trouser").And.Contain("before: Trouser").And.Contain("within 3 of 255 levels").And.Contain("[1,32,14,14]"));
        var lines = output.Split('\n').Where(l => l.StartsWith("invert", StringComparison.Ordinal)).ToArray();
        Assert.That(lines[1], Does.Contain(" 2 "), "from shallow to deep");
        Assert.That(lines[2], Does.Contain(" 7 "));
        var attacked = ImageResult.FromMemory(File.ReadAllBytes(Path.Combine(folder, "sheet-pgd-picture.png")), ColorComponents.RedGreenBlueAlpha);
        Assert.That(attacked.Data.Zip(Trouser(), (a, b) => Math.Abs(a - b)).Max(), Is.EqualTo(3));
        // Three rows and columns of 14 pixels, two apart, as often as they go into 1024.
        var grid = ImageResult.FromMemory(File.ReadAllBytes(Path.Combine(folder, "sheet-features.png")));
        Assert.That((grid.Width, grid.Height), Is.EqualTo((44 * 23, 44 * 23)));
        Assert.That(Directory.GetFiles(folder).Select(Path.GetFileName),
            Is.SupersetOf(new[] { "sheet.png", "sheet-maximise.png", "sheet-invert.png", "sheet-invert-2.png", "sheet-fgsm.png" }));
    }

    [Test]
    public void What_cannot_be_is_refused()
    {
        var picture = Path.Combine(folder, "trouser.png");
        Engine.PngFile.Write(picture, 28, 28, Trouser());
        void Refused(string what, params string[] more) => Assert.That(
            () => Verbs.Run(["explain", "--model", Model, "--out", Path.Combine(folder, "a.png"), .. more]),
            Throws.InstanceOf<ArgumentException>().With.Message.Contains(what));
        Refused("--objective fire8:42", "--method", "maximise");
        Refused("looks at a picture", "--method", "pgd");
        Refused("--epsilon 0", picture, "--method", "pgd", "--epsilon", "0");
        Refused("no class is called \"kimono\"", picture, "--method", "pgd", "--target", "kimono");
        Refused("no layer \"22\"", picture, "--method", "invert", "--layers", "2,22");
        Refused("--channels x", picture, "--method", "features", "--channels", "x", "--layer", "2");
        Refused("no channels 40 to 40", picture, "--method", "features", "--channels", "40", "--layer", "2");
        Refused("--steps -1", "--method", "maximise", "--class", "3", "--steps", "-1");
    }

    private static byte[] Trouser()
    {
        var rgba = new byte[28 * 28 * 4];
        for (var i = 0; i < 28 * 28; i++)
        {
            var (x, y) = (i % 28, i / 28);
            var value = (byte)(y is > 2 and < 26 && (x is > 7 and < 13 or > 14 and < 20 || (y < 9 && x is > 7 and < 20)) ? 180 : 0);
            (rgba[i * 4], rgba[(i * 4) + 1], rgba[(i * 4) + 2], rgba[(i * 4) + 3]) = (value, value, value, 255);
        }
        return rgba;
    }
}
