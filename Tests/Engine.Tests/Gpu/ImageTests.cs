// Images: round trips, copies, and the two views of a byte.
namespace Engine.Tests;

public sealed class ImageTests
{
    private static Gpu Gpu => GpuFixture.Gpu;

    private static byte[] Pattern(int width, int height) => [.. Enumerable.Range(0, width * height * 4).Select(i => (byte)(i * 7))];

    [Test]
    public void Upload_and_download_give_the_same_pixels([Values(1, 13, 128)] int width)
    {
        var pixels = Pattern(width, 9);
        using var image = Gpu.Image(width, 9, "picture");
        Assert.That(Gpu.Download(image), Is.All.Zero, "a new image is transparent black");
        Gpu.Upload(image, pixels);
        Assert.That(Gpu.Download(image), Is.EqualTo(pixels));
        using var copy = Gpu.Image(width, 9, "copy");
        Gpu.Run(c => c.Copy(image, copy));
        Assert.That(Gpu.Download(copy), Is.EqualTo(pixels));
        Assert.That(() => Gpu.Upload(image, new byte[5]), Throws.ArgumentException.With.Message.Contains("'picture'"));
    }

    [Test]
    public void Image_made_while_a_frame_is_recorded_can_be_used_in_it()
    {
        using var out_ = Gpu.Buffer<byte>(16, "out");
        var commands = Gpu.Begin();
        using var image = Gpu.Image(2, 2, "late");
        commands.Copy(image, out_);
        Gpu.Wait(Gpu.Submit(commands));
        Assert.That(Gpu.Download<byte>(out_), Is.All.Zero);
        Gpu.Image(4, 4, "never used").Dispose();
    }

    [Test]
    public void Image_given_up_before_its_first_submission_outlives_that()
    {
        using var large = Gpu.Buffer<float>(1 << 24, "large");
        var first = Gpu.Begin();
        for (var i = 0; i < 4; i++)
        {
            first.Fill(large, 1);
            first.Barrier();
        }
        var before = Gpu.Submit(first);
        Gpu.Image(4, 4, "given up").Dispose();
        var second = Gpu.Begin();
        for (var i = 0; i < 4; i++)
        {
            second.Fill(large, 2);
            second.Barrier();
        }
        Gpu.Wait(before);
        var after = Gpu.Submit(second); // clears the image, and collects what waits for the first
        Assert.That(Gpu.ValidationMessages, Is.Empty);
        Gpu.Wait(after);
    }

    [Test]
    public void Mid_grey_is_0_5_as_stored_and_0_2159_as_light()
    {
        // IEC 61966-2-1: ((0.5020 + 0.055) / 1.055)^2.4 = 0.2159 for byte 128.
        using var image = Gpu.Image(4, 4, "grey");
        var grey = new byte[64];
        Array.Fill(grey, (byte)128);
        Gpu.Upload(image, grey);
        using var result = Gpu.Buffer<float>(3, "result");
        var look = Gpu.Kernel("Test/look");
        Assert.That(look.Bindings.Select(b => (b.Kind, b.Access)), Is.EqualTo([
            (BindingKind.StorageImage, Access.Read), (BindingKind.SampledImage, Access.Read),
            (BindingKind.SampledImage, Access.Read), (BindingKind.StorageBuffer, Access.Write),
        ]));
        Gpu.Run(c => c.Dispatch(look, (1, 1, 1), image, Binding.Sampled(image), Binding.SampledUnorm(image), result));
        var seen = Gpu.Download<float>(result);
        Assert.That(seen[0], Is.EqualTo(128 / 255f).Within(1e-6));
        Assert.That(seen[1], Is.EqualTo(0.2159f).Within(1e-3));
        Assert.That(seen[2], Is.EqualTo(128 / 255f).Within(1e-6));
    }

    [Test]
    public void Kernel_writes_encoded_bytes_into_an_image()
    {
        using var image = Gpu.Image(5, 3, "painted");
        Gpu.Run(c => c.Dispatch(Gpu.Kernel("Test/paint"), (5, 3, 1), image));
        var pixels = Gpu.Download(image);
        for (var y = 0; y < 3; y++)
        {
            for (var x = 0; x < 5; x++)
                Assert.That(pixels[(((y * 5) + x) * 4)..][..4], Is.EqualTo(new byte[] { (byte)(x * 10), (byte)(y * 10), 128, 255 }));
        }
        Gpu.Run(c => Assert.That(() => c.Dispatch(Gpu.Kernel("Test/paint"), (5, 3, 1), Binding.Sampled(image)),
            Throws.ArgumentException.With.Message.Contains("StorageImage")));
    }
}
