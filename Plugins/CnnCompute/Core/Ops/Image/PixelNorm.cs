// How pixel values become network inputs: the norms' numbers and their names.
namespace CnnCompute;

/// <summary>
/// byte (0..255) * scale + shift for each of up to three channels; one channel uses the first. Scale and shift belong to colours, in whichever order
/// the network takes them.
/// </summary>
public readonly partial record struct PixelNorm((float R, float G, float B) Scale, (float R, float G, float B) Shift)
{
    private static readonly OrderedDictionary<string, PixelNorm> ByName = new()
    {
        ["torch"] = Torch,
        ["tf128"] = Tf128,
        ["signed"] = Signed,
        ["unit"] = Unit,
        ["byte"] = Byte,
        ["caffe"] = Caffe,
    };

    /// <summary>Whether the network takes blue first, then green, then red.</summary>
    public bool IsBgr { get; init; }

    /// <summary>0..255 as it is.</summary>
    public static PixelNorm Byte => new((1, 1, 1), (0, 0, 0));

    /// <summary>0..1.</summary>
    public static PixelNorm Unit => Of(0, 1);

    /// <summary>ImageNet's mean and deviation on 0..1, as torchvision's models want it.</summary>
    public static PixelNorm Torch => Of((0.485, 0.456, 0.406), (0.229, 0.224, 0.225));

    /// <summary>(byte - 128) / 128, as TensorFlow's older models want it.</summary>
    public static PixelNorm Tf128 => new((1 / 128f, 1 / 128f, 1 / 128f), (-1, -1, -1));

    /// <summary>-1..1.</summary>
    public static PixelNorm Signed => Of(0.5, 0.5);

    /// <summary>Blue, green and red less their means 104, 117 and 123, as Caffe's models want them.</summary>
    public static PixelNorm Caffe => new((1, 1, 1), (-123, -117, -104)) { IsBgr = true };

    /// <summary>The names by which files, scenes and verbs call norms.</summary>
    public static IReadOnlyList<string> Names => [.. ByName.Keys];

    /// <summary>The norm of a name among <see cref="Names"/>.</summary>
    /// <exception cref="ArgumentException">Another name; the message lists all.</exception>
    public static PixelNorm Named(string name) => ByName.TryGetValue(name, out var norm)
        ? norm
        : throw new ArgumentException($"No normalisation is called \"{name}\"; there are {List("and")}");

    /// <summary>The names as a sentence lists them: <c>torch, tf128, signed, unit or byte</c>.</summary>
    public static string Choices => List("or");

    /// <summary>(byte/255 - mean) / deviation, the same for all channels.</summary>
    public static PixelNorm Of(double mean, double deviation) => Of((mean, mean, mean), (deviation, deviation, deviation));

    /// <summary>(byte/255 - mean) / deviation for each channel.</summary>
    public static PixelNorm Of((double R, double G, double B) mean, (double R, double G, double B) deviation) => new(
        ((float)(1 / (255 * deviation.R)), (float)(1 / (255 * deviation.G)), (float)(1 / (255 * deviation.B))),
        ((float)(-mean.R / deviation.R), (float)(-mean.G / deviation.G), (float)(-mean.B / deviation.B)));

    /// <summary>The same norm for values that are 0..1 instead of bytes.</summary>
    public PixelNorm FromUnit => this with { Scale = (Scale.R * 255, Scale.G * 255, Scale.B * 255) };

    /// <summary>From what a network gives in its own unit and order back to 0..1: what undoes <see cref="FromUnit"/>.</summary>
    public PixelNorm ToUnit
    {
        get
        {
            var (r, g, b) = FromUnit.Scale;
            var back = new PixelNorm((1 / r, 1 / g, 1 / b), (-Shift.R / r, -Shift.G / g, -Shift.B / b));
            // What comes first is then blue.
            return IsBgr ? back.Reversed with { IsBgr = true } : back;
        }
    }

    /// <summary>The name among <see cref="Names"/>; null of any other norm.</summary>
    public string? Name
    {
        get
        {
            foreach (var (name, norm) in ByName)
            {
                if (norm == this)
                    return name;
            }
            return null;
        }
    }

    /// <summary>Scale and shift of channel <paramref name="c"/>.</summary>
    public (float Scale, float Shift) this[int c] => c switch
    {
        0 => (Scale.R, Shift.R),
        1 => (Scale.G, Shift.G),
        2 => (Scale.B, Shift.B),
        _ => throw new ArgumentOutOfRangeException(nameof(c), $"Channel {c}: a pixel norm has three"),
    };

    /// <summary>What the byte of opacity is multiplied by, for networks of four channels: 1 where colours stay about 0..255, else 1/255.</summary>
    public float OfOpacity => Scale.R >= 0.5f ? 1 : 1 / 255f;

    /// <inheritdoc/>
    public override string ToString() => Text;

    /// <summary>The same for colours in the order in which they come.</summary>
    internal PixelNorm InOrder => this with { IsBgr = false };

    private PixelNorm Reversed => this with { Scale = (Scale.B, Scale.G, Scale.R), Shift = (Shift.B, Shift.G, Shift.R) };

    internal PushWord[] Push => [Scale.R, Scale.G, Scale.B, Shift.R, Shift.G, Shift.B];

    private static string List(string last) => $"{string.Join(", ", ByName.Keys.SkipLast(1))} {last} {ByName.Keys.Last()}";
}
