// What a camera of the running scene sees, as a data set that changes while it is learnt from.
using Engine;

namespace CnnCompute;

/// <summary>
/// Places for pictures on the device, filled by a <see cref="SceneStream"/>. To those who read it here it is black and of no class: its pictures
/// never leave the device.
/// </summary>
internal sealed class SceneDataset(string name, int count, GpuImage image, IReadOnlyList<string> classes) : Dataset
{
    /// <inheritdoc/>
    public override string Name => name;

    /// <inheritdoc/>
    public override int Count => count;

    /// <inheritdoc/>
    public override int Channels => 3;

    /// <inheritdoc/>
    public override int Height { get; } = image.Height;

    /// <inheritdoc/>
    public override int Width { get; } = image.Width;

    /// <inheritdoc/>
    public override IReadOnlyList<string> Classes => classes;

    /// <inheritdoc/>
    public override bool InMemory => true;

    /// <inheritdoc/>
    public override void Read(int index, Span<byte> pixels) => pixels.Clear();

    /// <inheritdoc/>
    public override int Label(int index) => -1;
}
