// Images: round trips, copies, and the two views of a byte.
namespace Engine.Tests;

public sealed class ImageTests
{
    private static Gpu Gpu => GpuFixture.Gpu;

    private static byte[] Pattern(int width, int height) => [.. Enumerable.Range(0, width * height * 4).Select(i => (byte)(i * 7))];

    [Test]
    public void Upload_and_download_give_the_same_pixels([Values(1, 13, 128)] int width)
    {
        byte[] pixels = Pattern(width, 9);
        using GpuImage image = Gpu.Image(width, 9, "picture");
        Assert.That(Gpu.Download(image), Is.All.Zero, "a new image is transparent black");
        Gpu.Upload(image, pixels);
        Assert.That(Gpu.Download(image), Is.EqualTo(pixels));
        using GpuImage copy = Gpu.Image(width, 9, "copy");
        Gpu.Run(c => c.Copy(image, copy));
        Assert.That(Gpu.Download(copy), Is.EqualTo(pixels));
        Assert.That(() => Gpu.Upload(image, new byte[5]), Throws.ArgumentException.With.Message.Contains("'picture'"));
    }

    [Test]
    public void Image_made_while_a_frame_is_recorded_can_be_used_in_it()
    {
        using GpuBuffer out_ = Gpu.Buffer<byte>(16, "out");
        Commands commands = Gpu.Begin();
        using GpuImage image = Gpu.Image(2, 2, "late");
        commands.Copy(image, out_);
        Gpu.Wait(Gpu.Submit(commands));
        Assert.That(Gpu.Download<byte>(out_), Is.All.Zero);
        Gpu.Image(4, 4, "never used").Dispose();
    }

    [Test]
    public void Mid_grey_is_0_5_as_stored_and_0_2159_as_light()
    {
        // IEC 61966-2-1: ((0.5020 + 0.055) / 1.055)^2.4 = 0.2159 for byte 128.
        using GpuImage image = Gpu.Image(4, 4, "grey");
        byte[] grey = new byte[64];
        Array.Fill(grey, (byte)128);
        Gpu.Upload(image, grey);
        using GpuBuffer result = Gpu.Buffer<float>(3, "result");
        Kernel look = Gpu.Kernel("Test/look");
        Assert.That(look.Bindings.Select(b => (b.Kind, b.Access)), Is.EqualTo(new[]
        {
            (BindingKind.StorageImage, Access.Read), (BindingKind.SampledImage, Access.Read),
            (BindingKind.SampledImage, Access.Read), (BindingKind.StorageBuffer, Access.Write),
        }));
        Gpu.Run(c => c.Dispatch(look, (1, 1, 1), image, Binding.Sampled(image), Binding.SampledUnorm(image), result));
        float[] seen = Gpu.Download<float>(result);
        Assert.That(seen[0], Is.EqualTo(128 / 255f).Within(1e-6));
        Assert.That(seen[1], Is.EqualTo(0.2159f).Within(1e-3));
        Assert.That(seen[2], Is.EqualTo(128 / 255f).Within(1e-6));
    }

    [Test]
    public void Kernel_writes_encoded_bytes_into_an_image()
    {
        using GpuImage image = Gpu.Image(5, 3, "painted");
        Gpu.Run(c => c.Dispatch(Gpu.Kernel("Test/paint"), (5, 3, 1), image));
        byte[] pixels = Gpu.Download(image);
        for (int y = 0; y < 3; y++)
            for (int x = 0; x < 5; x++)
                Assert.That(pixels[(((y * 5) + x) * 4)..][..4], Is.EqualTo(new byte[] { (byte)(x * 10), (byte)(y * 10), 128, 255 }));
        Gpu.Run(c => Assert.That(() => c.Dispatch(Gpu.Kernel("Test/paint"), (5, 3, 1), Binding.Sampled(image)),
            Throws.ArgumentException.With.Message.Contains("StorageImage")));
    }
}
