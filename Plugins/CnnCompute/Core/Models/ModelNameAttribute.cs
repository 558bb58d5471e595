// Enters a model into the zoo.
namespace CnnCompute;

/// <summary>
/// The public constructor or static method below it makes the model that the command line calls <paramref name="name"/>. All its parameters have
/// defaults; <c>numClasses</c> and <c>seed</c> are given by name where they are wanted.
/// </summary>
/// <param name="name">Torchvision's name where it has the model.</param>
/// <param name="channels">Channels of the input.</param>
/// <param name="height">Rows of the input the model was designed for.</param>
/// <param name="width">Columns of it.</param>
[AttributeUsage(AttributeTargets.Constructor | AttributeTargets.Method)]
public sealed class ModelNameAttribute(string name, int channels, int height, int width) : Attribute
{
    /// <summary>The name.</summary>
    public string Name { get; } = name;

    /// <summary>Channels of the input.</summary>
    public int Channels { get; } = channels;

    /// <summary>Rows of the input the model was designed for.</summary>
    public int Height { get; } = height;

    /// <summary>Columns of it.</summary>
    public int Width { get; } = width;

    /// <summary>How pixels become numbers, a name among <see cref="PixelNorm.Names"/>; empty where nobody published weights.</summary>
    public string Norm { get; set; } = "";
}
