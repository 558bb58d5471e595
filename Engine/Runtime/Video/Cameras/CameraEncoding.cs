// The pixel formats of cameras that are read here, and the colours they mean.
namespace Engine;

/// <summary>One of V4L2's pixel formats, as far as it is eight bits a component or a JPEG a picture.</summary>
/// <param name="Code">Its four letters.</param>
/// <param name="Kind">What its components are.</param>
/// <param name="RowBytes">Bytes a row has at least, for a width.</param>
/// <param name="Planes">Where its components lie, for bytes a row and rows.</param>
/// <param name="Cost">What makes it less welcome than another at the same size and rate: bytes to carry, work to decode, no colours.</param>
internal sealed record CameraEncoding(
    string Code, CameraEncoding.Content Kind, Func<int, int> RowBytes, Func<int, int, (PicturePlane, PicturePlane, PicturePlane)> Planes, double Cost)
{
    internal enum Content
    {
        Luma,
        Rgb,
        Grey,
        Jpeg,
    }

    private static readonly Dictionary<uint, CameraEncoding> All = new CameraEncoding[]
    {
        Packed("YUYV", 0, 1, 3), Packed("YVYU", 0, 3, 1), Packed("UYVY", 1, 0, 2), Packed("VYUY", 1, 2, 0),
        Paired("NV12", 1, 0, 1), Paired("NV21", 1, 1, 0), Paired("NV16", 0, 0, 1), Paired("NV61", 0, 1, 0),
        Separate("YU12", isBlueFirst: true), Separate("YV12", isBlueFirst: false),
        Rgb("RGB3", 3, 0, 1, 2), Rgb("BGR3", 3, 2, 1, 0), Rgb("XR24", 4, 2, 1, 0), Rgb("AR24", 4, 2, 1, 0), Rgb("BGR4", 4, 2, 1, 0),
        Rgb("BX24", 4, 1, 2, 3), Rgb("BA24", 4, 1, 2, 3), Rgb("RGB4", 4, 1, 2, 3), Rgb("XB24", 4, 0, 1, 2), Rgb("AB24", 4, 0, 1, 2),
        Rgb("RX24", 4, 3, 2, 1), Rgb("RA24", 4, 3, 2, 1),
        Compressed("MJPG"), Compressed("JPEG"),
        // A camera that sees in the dark is not the one that is meant.
        new("GREY", Content.Grey, static width => width, static (row, _) => (new(0, row, 1), new(0, row, 1), new(0, row, 1)), 4),
    }.ToDictionary(e => V4l2.Code(e.Code));

    /// <summary>The format of that code; null where it is not read here.</summary>
    internal static CameraEncoding? Find(uint code) => All.GetValueOrDefault(code);

    /// <summary>How a picture lies in a buffer of that format, and what its colours are.</summary>
    internal PictureEncoding Picture(in V4l2.Format format)
    {
        var (width, height) = ((int)format.Width, (int)format.Height);
        // Some drivers do not say; then rows lie one behind the other.
        var (first, second, third) = Planes(Math.Max((int)format.RowBytes, RowBytes(width)), height);
        return new(width, height, first, second, third, Colours(format));
    }

    // What is left open is as the kernel documents it: V4L2_MAP_YCBCR_ENC_DEFAULT and V4L2_MAP_QUANTIZATION_DEFAULT.
    private ColourMatrix Colours(in V4l2.Format format)
    {
        const uint S240 = 2, Rec709 = 3, Jpeg = 7, Bt2020 = 10, Dci = 12;
        var isExtended = format.Magic == V4l2.ExtendedMagic;
        var matrix = isExtended && format.Matrix != 0 ? format.Matrix : format.ColourSpace switch
        {
            Rec709 or Dci => 2u,
            Bt2020 => 6,
            S240 => 8,
            _ => 1,
        };
        var isFull = isExtended && format.Range != 0 ? format.Range == 1 : Kind == Content.Rgb || format.ColourSpace == Jpeg;
        return Kind switch
        {
            Content.Rgb => ColourMatrix.Rgb(isFull),
            Content.Grey => ColourMatrix.Grey(isFull),
            _ => matrix switch
            {
                2 or 4 => ColourMatrix.Luma(0.2126, 0.0722, isFull),
                6 or 7 => ColourMatrix.Luma(0.2627, 0.0593, isFull),
                8 => ColourMatrix.Luma(0.212, 0.087, isFull),
                _ => ColourMatrix.Luma(0.299, 0.114, isFull),
            },
        };
    }

    // What lies in it shows when it is decoded.
    private static CameraEncoding Compressed(string code) => new(code, Content.Jpeg, static _ => 0, static (_, _) => default, 0.1);

    private static CameraEncoding Packed(string code, int luma, int blue, int red) => new(code, Content.Luma, static width => (width + 1) / 2 * 4,
        (row, _) => (new(luma, row, 2), new(blue, row, 4, 1), new(red, row, 4, 1)), 0);

    private static CameraEncoding Paired(string code, int shiftY, int blue, int red) => new(code, Content.Luma, static width => (width + 1) & ~1,
        (row, rows) => (new(0, row, 1), new((row * rows) + blue, row, 2, 1, shiftY), new((row * rows) + red, row, 2, 1, shiftY)), 0);

    private static CameraEncoding Separate(string code, bool isBlueFirst) => new(code, Content.Luma, static width => (width + 1) & ~1,
        (row, rows) =>
        {
            var (half, begin) = ((row + 1) / 2, row * rows);
            PicturePlane one = new(begin, half, 1, 1, 1), two = new(begin + (half * ((rows + 1) / 2)), half, 1, 1, 1);
            return (new(0, row, 1), isBlueFirst ? one : two, isBlueFirst ? two : one);
        }, 0);

    private static CameraEncoding Rgb(string code, int step, int red, int green, int blue) => new(code, Content.Rgb, width => width * step,
        (row, _) => (new(red, row, step), new(green, row, step), new(blue, row, step)), 0.005 * step);
}
