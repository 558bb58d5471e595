// The inside of a network as a picture.
namespace CnnCompute;

/// <summary>
/// Publishes, under its entity's name, the channels of one of a classifier's layers as tiles. <see cref="Layer"/> is a value's name in the file, a
/// module's path such as <c>layer1.0.relu_1</c>, or the position of a layer in a sequential model (<c>2</c>: after the third). All of it may be
/// edited while it runs.
/// </summary>
public record struct FeatureMaps()
{
    /// <summary>The classifier.</summary>
    public Entity Classifier { get; set; } = Entity.Null;

    /// <summary>Which layer's output; empty for the first maps, whatever the file calls them.</summary>
    public string Layer { get; set; } = "2";

    /// <summary>Which channels, and how they are drawn.</summary>
    public FeatureGrid Grid { get; set; } = FeatureGrid.Live;

    /// <summary>Width and height of the picture.</summary>
    public int Width { get; set; } = 512;

    /// <summary>Height of the picture.</summary>
    public int Height { get; set; } = 256;
}
