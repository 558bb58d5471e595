// Pictures that a scene must look like, within a stated tolerance. Linked into the test projects.
using System.Reflection;
using Engine;
using StbImageSharp;

/// <summary>
/// Golden pictures lie in the test project's folder Golden. A picture passes when its mean difference is at most 2/255 and at most 1 % of its pixels
/// differ by more than 16/255. CNN_GOLDEN=write writes them anew, to be looked at before they are committed.
/// </summary>
internal static class Golden
{
    internal static void Check(string name, byte[] rgba, int width, int height)
    {
        if (Environment.GetEnvironmentVariable("CNN_GOLDEN") == "write")
            PngFile.Write(PathOf(name), width, height, rgba);
        if (!Differs(name, rgba, width, height, out var how))
            return;
        var actual = Path.Combine(TestContext.CurrentContext.WorkDirectory, name);
        PngFile.Write(actual, width, height, rgba);
        Assert.Fail($"{name}: {how}; the picture is in {actual}");
    }

    internal static bool Differs(string name, byte[] rgba, int width, int height, out string how)
    {
        var golden = ImageResult.FromMemory(File.ReadAllBytes(PathOf(name)), ColorComponents.RedGreenBlueAlpha);
        if ((golden.Width, golden.Height) != (width, height))
        {
            how = $"{width}×{height} instead of {golden.Width}×{golden.Height}";
            return true;
        }
        long sum = 0, far = 0;
        for (var at = 0; at < rgba.Length; at += 4)
        {
            var most = 0;
            for (var c = 0; c < 3; c++)
            {
                var d = Math.Abs(rgba[at + c] - golden.Data[at + c]);
                sum += d;
                most = Math.Max(most, d);
            }
            if (most > 16)
                far++;
        }
        double mean = sum / (width * height * 3.0), share = far / (double)(width * height);
        how = $"mean difference {mean:F2}/255, {share:P2} of pixels differ by more than 16/255";
        return mean > 2 || share > 0.01;
    }

    private static string PathOf(string name) => Path.Combine(GpuFixture.Repository, "Tests",
        Assembly.GetExecutingAssembly().GetName().Name!, "Golden", name);
}
