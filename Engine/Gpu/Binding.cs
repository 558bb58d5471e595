// What is passed for one binding of a shader: a range of a buffer, or an image in one of its views.
namespace Engine;

/// <summary>
/// A buffer range or an image view; converts implicitly from <see cref="GpuBuffer"/> (the whole) and <see cref="GpuImage"/> (storage, UNORM).
/// </summary>
public readonly struct Binding
{
    internal enum View { Buffer, Storage, SampledSrgb, SampledUnorm }

    internal readonly View Use;

    /// <summary>The buffer, or null for an image.</summary>
    public GpuBuffer? Buffer { get; }
    /// <summary>The image, or null for a buffer.</summary>
    public GpuImage? Image { get; }
    /// <summary>First byte of the range.</summary>
    public long Offset { get; }
    /// <summary>Bytes of the range.</summary>
    public long Bytes { get; }

    /// <summary>A range of a buffer; the offset is a multiple of <see cref="GpuInfo.BindingAlignment"/> when bound to a shader.</summary>
    public Binding(GpuBuffer buffer, long offset, long bytes)
    {
        ArgumentNullException.ThrowIfNull(buffer);
        if (offset < 0 || bytes <= 0 || offset > buffer.Capacity - bytes)
        {
            throw new ArgumentOutOfRangeException(nameof(offset),
                $"bytes {offset} to {offset + bytes} lie outside buffer '{buffer.Name}' of {buffer.Bytes} bytes");
        }
        Buffer = buffer;
        Offset = offset;
        Bytes = bytes;
    }

    private Binding(GpuImage image, View use)
    {
        ArgumentNullException.ThrowIfNull(image);
        Image = image;
        Use = use;
    }

    /// <summary>The whole buffer.</summary>
    public static implicit operator Binding(GpuBuffer buffer) => new(buffer, 0, buffer.Bytes);

    /// <summary>The image as a storage image: encoded bytes as UNORM values.</summary>
    public static implicit operator Binding(GpuImage image) => new(image, View.Storage);

    /// <summary>The image with a linear sampler through its SRGB view: the shader sees linear light.</summary>
    public static Binding Sampled(GpuImage image) => new(image, View.SampledSrgb);

    /// <summary>The image with a linear sampler through its UNORM view: the shader sees encoded values.</summary>
    public static Binding SampledUnorm(GpuImage image) => new(image, View.SampledUnorm);

    internal string Describe() => Buffer is not null ? $"buffer '{Buffer.Name}'" : Image is not null ? $"image '{Image.Name}'" : "nothing";
}
