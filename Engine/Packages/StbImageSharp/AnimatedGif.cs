// Lazy enumeration of a GIF's frames: nothing is read or checked before GetEnumerator.
using System.Collections;

namespace StbImageSharp;

internal sealed class AnimatedGifEnumerable(Stream stream, ColorComponents wanted) : IEnumerable<AnimatedFrameResult>
{
    public IEnumerator<AnimatedFrameResult> GetEnumerator() => new AnimatedGifEnumerator(stream, wanted);

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}

internal sealed unsafe class AnimatedGifEnumerator : IEnumerator<AnimatedFrameResult>
{
    private readonly byte[] encoded;
    private readonly ColorComponents wanted;
    private byte[]? pixels;
    private int[] delays = [];
    private int next;

    internal AnimatedGifEnumerator(Stream stream, ColorComponents wanted)
    {
        encoded = EncodedImage.Read(stream);
        if (!encoded.AsSpan().StartsWith("GIF87a"u8) && !encoded.AsSpan().StartsWith("GIF89a"u8))
            throw new Exception("Input stream is not GIF file.");
        this.wanted = wanted;
    }

    public AnimatedFrameResult Current { get; } = new();

    object IEnumerator.Current => Current;

    public bool MoveNext()
    {
        if (pixels == null)
            Decode();
        if (next == delays.Length)
            return false;
        Current.Data = pixels.AsSpan(next * Current.Data.Length, Current.Data.Length).ToArray();
        Current.DelayInMs = delays[next++];
        return true;
    }

    public void Reset() => throw new NotImplementedException("a decoded stream cannot be read again: decode it anew");

    public void Dispose()
    {
        // Everything native is freed inside Decode.
    }

    private void Decode()
    {
        int x, y, frames, components;
        int* native = null;
        byte* data;
        // The C library's flip of several frames assumes four channels, and the package's frames are never flipped.
        StbImage.ApplyFlags(flipAllowed: false);
        fixed (byte* file = encoded)
            data = NativeStb.LoadGif(file, encoded.Length, &native, &x, &y, &frames, &components, (int)wanted);
        if (data == null)
        {
            NativeStb.Free(native);
            throw StbImage.Failure();
        }

        try
        {
            Current.Width = x;
            Current.Height = y;
            Current.SourceComp = ColorComponents.RedGreenBlueAlpha;
            Current.Comp = wanted == ColorComponents.Default ? ColorComponents.RedGreenBlueAlpha : wanted;
            Current.Data = new byte[checked(x * y * (int)Current.Comp)];
            pixels = new ReadOnlySpan<byte>(data, checked(Current.Data.Length * frames)).ToArray();
            delays = new ReadOnlySpan<int>(native, frames).ToArray();
        }
        finally
        {
            NativeStb.Free(data);
            NativeStb.Free(native);
        }
    }
}
