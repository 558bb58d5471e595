// Decoding: pixels exact for PNG, BMP and GIF, near for JPEG; channels, streams and flags as the package has them.
using StbImageSharp;

namespace Packages.Tests;

[NonParallelizable]
public class ImageResultTests
{
    private static byte[] Ramp(int count, int step = 7) => [.. Enumerable.Range(0, count).Select(i => (byte)(i * step))];

    [TestCase(1)]
    [TestCase(2)]
    [TestCase(3)]
    [TestCase(4)]
    public void Png_decodes_exactly_with_the_channels_of_the_file(int channels)
    {
        byte[] pixels = Ramp(5 * 3 * channels);
        ImageResult image = ImageResult.FromMemory(TestPictures.Png(5, 3, channels, pixels));
        Assert.That((image.Width, image.Height), Is.EqualTo((5, 3)));
        Assert.That((image.SourceComp, image.Comp), Is.EqualTo(((ColorComponents)channels, (ColorComponents)channels)));
        Assert.That(image.Data, Is.EqualTo(pixels));
        Assert.That(StbImage.NativeAllocations, Is.Zero);
    }

    [Test]
    public void Asked_channels_are_in_Comp_and_the_files_in_SourceComp()
    {
        ImageResult image = ImageResult.FromMemory(TestPictures.Png(1, 1, 3, [10, 20, 30]), ColorComponents.RedGreenBlueAlpha);
        Assert.That((image.SourceComp, image.Comp), Is.EqualTo((ColorComponents.RedGreenBlue, ColorComponents.RedGreenBlueAlpha)));
        Assert.That(image.Data, Is.EqualTo(new byte[] { 10, 20, 30, 255 }));
        ImageResult grey = ImageResult.FromMemory(TestPictures.Png(1, 1, 3, [10, 20, 30]), ColorComponents.Grey);
        Assert.That(grey.Data, Is.EqualTo(new[] { (byte)((10 * 77 + 20 * 150 + 30 * 29) >> 8) }));
    }

    [Test]
    public void Bmp_decodes_top_row_first()
    {
        byte[] pixels = Ramp(3 * 2 * 3);
        Assert.That(ImageResult.FromMemory(TestPictures.Bmp(3, 2, pixels)).Data, Is.EqualTo(pixels));
    }

    [Test]
    public void Jpeg_decodes_nearly()
    {
        // 16 × 16 of one colour per quarter, far from chroma's block edges.
        byte[] pixels = new byte[32 * 32 * 3];
        for (int i = 0; i < pixels.Length; i++)
            pixels[i] = (byte)(i / 3 % 32 < 16 ? 200 - i % 3 * 60 : 40 + i % 3 * 80);
        ImageResult image = ImageResult.FromMemory(JpegWriter.Write(32, 32, pixels, 95));
        Assert.That((image.Width, image.Height, image.Comp), Is.EqualTo((32, 32, ColorComponents.RedGreenBlue)));
        Assert.That(image.Data.Zip(pixels, (a, b) => Math.Abs(a - b)).Max(), Is.LessThanOrEqualTo(6));
    }

    [Test]
    public void Sixteen_bit_png_is_reduced_to_the_high_bytes()
    {
        byte[] png = TestPictures.Png(2, 1, 1, [0x12, 0xFF, 0xFE, 0x01], bits: 16);
        Assert.That(ImageResult.FromMemory(png).Data, Is.EqualTo(new byte[] { 0x12, 0xFE }));
        Assert.That(ImageInfo.FromStream(new MemoryStream(png))!.Value.BitsPerChannel, Is.EqualTo(16));
    }

    [Test]
    public void Stream_is_read_from_its_absolute_start_and_stays_open()
    {
        byte[] png = TestPictures.Png(1, 1, 1, [9]);
        using var stream = new MemoryStream(png);
        stream.Position = 5;
        Assert.That(ImageResult.FromStream(stream).Data, Is.EqualTo(new byte[] { 9 }));
        Assert.That(stream.CanRead, Is.True);
        using var embedded = new MemoryStream([1, 2, 3, .. png]);
        embedded.Position = 3;
        Assert.That(() => ImageResult.FromStream(embedded), Throws.InvalidOperationException);
    }

    [Test]
    public void Flip_is_process_wide_and_the_thread_form_overrides_it_everywhere()
    {
        byte[] png = TestPictures.Png(1, 2, 1, [1, 2]);
        try
        {
            StbImage.stbi_set_flip_vertically_on_load(1);
            Assert.That(ImageResult.FromMemory(png).Data, Is.EqualTo(new byte[] { 2, 1 }));
            Assert.That(Task.Run(() => ImageResult.FromMemory(png).Data).Result, Is.EqualTo(new byte[] { 2, 1 }));
            StbImage.stbi_set_flip_vertically_on_load_thread(0);
            Assert.That(Task.Run(() => ImageResult.FromMemory(png).Data).Result, Is.EqualTo(new byte[] { 1, 2 }));
        }
        finally
        {
            StbImage.stbi_set_flip_vertically_on_load(0);
            StbImage.stbi_set_flip_vertically_on_load_thread(0);
        }

        Assert.That(ImageResult.FromMemory(png).Data, Is.EqualTo(new byte[] { 1, 2 }));
    }

    [Test]
    public void Hdr_is_tone_mapped_to_bytes_and_bytes_are_made_linear_for_floats()
    {
        // 128 · 2^(128 − 136) = 0.5.
        byte[] hdr = TestPictures.Hdr(128, 64, 0, 128);
        Assert.That(ImageResultFloat.FromMemory(hdr).Data, Is.EqualTo(new[] { 0.5f, 0.25f, 0f }).Within(1e-6));
        byte[] mapped = [.. new[] { 0.5, 0.25, 0 }.Select(v => (byte)(Math.Pow(v, 1 / 2.2) * 255 + 0.5))];
        Assert.That(ImageResult.FromMemory(hdr).Data, Is.EqualTo(mapped));
        ImageResultFloat linear = ImageResultFloat.FromMemory(TestPictures.Png(1, 1, 4, [128, 255, 0, 128]));
        Assert.That(linear.Data, Is.EqualTo(new[] { (float)Math.Pow(128 / 255.0, 2.2), 1f, 0f, 128 / 255f }).Within(1e-6));
        Assert.That(linear.Comp, Is.EqualTo(ColorComponents.RedGreenBlueAlpha));
    }

    [Test]
    public void Info_reads_the_header_and_rewinds()
    {
        using var stream = new MemoryStream(TestPictures.Png(5, 3, 2, Ramp(30)));
        stream.Position = 7;
        ImageInfo info = ImageInfo.FromStream(stream)!.Value;
        Assert.That((info.Width, info.Height, info.ColorComponents, info.BitsPerChannel), Is.EqualTo((5, 3, ColorComponents.GreyAlpha, 8)));
        Assert.That(stream.Position, Is.Zero);
        Assert.That(typeof(ImageInfo).GetField("Width"), Is.Not.Null);
        Assert.That(ImageInfo.FromStream(new MemoryStream([1, 2, 3])), Is.Null);
        Assert.That(ImageInfo.FromStream(new MemoryStream()), Is.Null);
    }

    [Test]
    public void Gif_frames_come_lazily_in_one_object()
    {
        byte[] gif = TestPictures.Gif((5, [0, 1, 2, 3]), (20, [3, 3, 3, 1]));
        using var stream = new MemoryStream(gif);
        var frames = new List<(AnimatedFrameResult Frame, int Delay, byte[] Data)>();
        foreach (AnimatedFrameResult frame in ImageResult.AnimatedGifFramesFromStream(stream))
            frames.Add((frame, frame.DelayInMs, [.. frame.Data]));
        Assert.That(frames.Select(f => f.Delay), Is.EqualTo(new[] { 50, 200 }));
        Assert.That(frames[0].Frame, Is.SameAs(frames[1].Frame));
        Assert.That(frames[0].Data, Is.EqualTo(new byte[] { 0, 0, 0, 255, 255, 0, 0, 255, 0, 255, 0, 255, 0, 0, 255, 255 }));
        Assert.That(frames[1].Data[^4..], Is.EqualTo(new byte[] { 255, 0, 0, 255 }));
        IEnumerable<AnimatedFrameResult> none = ImageResult.AnimatedGifFramesFromStream(new MemoryStream(TestPictures.Png(1, 1, 1, [1])));
        Assert.That(() => none.GetEnumerator(), Throws.TypeOf<Exception>().With.Message.EqualTo("Input stream is not GIF file."));
        using IEnumerator<AnimatedFrameResult> one = ImageResult.AnimatedGifFramesFromStream(stream, ColorComponents.RedGreenBlue).GetEnumerator();
        Assert.That(one.Reset, Throws.TypeOf<NotImplementedException>());
        Assert.That((one.MoveNext(), one.Current.Data.Length), Is.EqualTo((true, 12)));
    }

    [Test]
    public void What_is_no_image_throws_with_stbs_reason()
    {
        Assert.That(() => ImageResult.FromMemory([1, 2, 3]), Throws.InvalidOperationException.With.Message.EqualTo("unknown image type"));
        Assert.That(StbImage.stbi__g_failure_reason, Is.EqualTo("unknown image type"));
        Assert.That(() => ImageResult.FromMemory([]), Throws.InvalidOperationException);
        byte[] cut = TestPictures.Png(50, 50, 3, Ramp(7500, 91));
        Assert.That(() => ImageResult.FromMemory(cut[..(cut.Length / 2)]), Throws.InvalidOperationException.With.Message.Not.Empty);
        Assert.That(() => ImageResultFloat.FromMemory([1, 2, 3]), Throws.InvalidOperationException);
        Assert.That(StbImage.NativeAllocations, Is.Zero);
    }

    [Test]
    public void Nothing_throws_ArgumentNullException()
    {
        Assert.That(() => ImageResult.FromStream(null!), Throws.ArgumentNullException);
        Assert.That(() => ImageResult.FromMemory(null!), Throws.ArgumentNullException);
        Assert.That(() => ImageInfo.FromStream(null!), Throws.ArgumentNullException);
    }

    [Test]
    public void Formats_outside_the_packages_list_are_refused()
    {
        byte[] pnm = "P5\n2 1\n255\nab"u8.ToArray();
        Assert.That(() => ImageResult.FromMemory(pnm), Throws.InvalidOperationException.With.Message.EqualTo("unknown image type"));
        Assert.That(ImageInfo.FromStream(new MemoryStream(pnm)), Is.Null);
        byte[] pic = new byte[200];
        new byte[] { 0x53, 0x80, 0xF6, 0x34 }.CopyTo(pic, 0);
        "PICT"u8.CopyTo(pic.AsSpan(88));
        Assert.That(() => ImageResult.FromMemory(pic), Throws.InvalidOperationException.With.Message.EqualTo("unknown image type"));
    }
}
