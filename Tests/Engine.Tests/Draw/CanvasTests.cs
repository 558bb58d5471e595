// Pictures and text drawn without a device.
namespace Engine.Tests;

public sealed class CanvasTests
{
    [Test]
    public void Pictures_are_enlarged_by_whole_pixels_and_cut_off_at_the_edge()
    {
        var canvas = new Canvas(4, 3, (1, 2, 3));
        canvas.Draw([10, 20, 30, 255, 40, 50, 60, 255], 2, 1, 1, 1, scale: 2);
        Assert.That(Enumerable.Range(0, 12).Select(i => canvas.Pixels[i * 4]), Is.EqualTo(new byte[] { 1, 1, 1, 1, 1, 10, 10, 40, 1, 10, 10, 40 }));
        Assert.That(() => canvas.Draw(new byte[5], 1, 1, 0, 0), Throws.ArgumentException.With.Message.Contains("1×1"));
    }

    [Test]
    public void Letters_have_their_shapes()
    {
        var canvas = new Canvas(40, 40);
        canvas.Write("L", 5, 5, 40, (255, 255, 255));
        byte At(int x, int y) => canvas.Pixels[((y * 40) + x) * 4];
        // The stem on the left from top to bottom, the foot along the baseline (0.73 em below the top), nothing in the upper right.
        Assert.That((At(11, 12), At(11, 30), At(22, 32), At(22, 15)), Is.EqualTo(((byte)255, (byte)255, (byte)255, (byte)0)));
    }

    [Test]
    public void Text_is_as_wide_as_measured()
    {
        var (canvas, width) = (new Canvas(200, 30), Canvas.Measure("Wide text", 20));
        canvas.Write("Wide text", 200, 4, 20, (255, 0, 0), TextAlign.Right);
        int[] inked = [.. Enumerable.Range(0, 200).Where(x => Enumerable.Range(0, 30).Any(y => canvas.Pixels[((y * 200) + x) * 4] > 128))];
        Assert.That(inked.Max() - inked.Min(), Is.EqualTo(width).Within(3));
        Assert.That(inked.Max(), Is.EqualTo(199).Within(3));
        Assert.That(Canvas.Measure("Wide text", 40), Is.EqualTo(2 * width).Within(1e-3));
    }
}
