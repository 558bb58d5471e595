// Bakes the signed-distance font atlas that labels are drawn with: FontBaker OUTPUT_FOLDER FONT.ttf [FONT.ttf ...]
// Needs libstb.so.0, as Debian's libstb0 brings it, and fonts-liberation; run by hand when the glyph set changes, its two output files are committed.
using System.Globalization;
using System.Runtime.InteropServices;
using System.Text;

const int EmPixels = 40, Padding = 5, AtlasWidth = 768;
const byte OnEdge = 128;
const float StepPerPixel = OnEdge / (float)Padding; // the field falls from 128 on the outline to 0 at Padding pixels outside

if (args.Length < 2)
{
    Console.Error.WriteLine("usage: FontBaker OUTPUT_FOLDER FONT.ttf [FONT.ttf ...]");
    return 2;
}

var characters = Enumerable.Range(32, 95).Concat("°±µ×·²³éèüöäßñçÉÜÖÄ–—‘’“”…•≤≥≈∞√∑→←↑↓△▽✓".Select(c => (int)c)).ToArray();
var rows = new List<byte[]>();
var metrics = new StringBuilder(
    "# style codepoint x y width height xOffset yOffset advance (pixels at an em of 40; offsets from the pen on the baseline, y down)\n");
int penX = 1, penY = 1, rowHeight = 0;
for (var style = 0; style < args.Length - 1; style++)
    BakeFont(File.ReadAllBytes(args[style + 1]), style);

var atlasHeight = penY + rowHeight + 1;
var atlas = new byte[AtlasWidth * atlasHeight];
for (var y = 0; y < Math.Min(atlasHeight, rows.Count); y++)
    rows[y].CopyTo(atlas, y * AtlasWidth);
Directory.CreateDirectory(args[0]);
if (Stb.WritePng(Path.Combine(args[0], "font.png"), AtlasWidth, atlasHeight, 1, atlas, AtlasWidth) == 0)
    throw new IOException($"could not write {args[0]}/font.png");
File.WriteAllText(Path.Combine(args[0], "font.txt"), metrics.ToString());
Console.WriteLine($"{AtlasWidth}x{atlasHeight}, {characters.Length} characters in {args.Length - 1} styles");
return 0;

unsafe void BakeFont(byte[] file, int style)
{
    var info = stackalloc byte[512]; // stbtt_fontinfo is 160 bytes
    fixed (byte* data = file)
    {
        if (Stb.InitFont(info, data, 0) == 0)
            throw new InvalidDataException($"{args[style + 1]} is no TrueType font");
        var scale = Stb.ScaleForMappingEmToPixels(info, EmPixels);
        int ascent, descent, gap;
        Stb.GetFontVMetrics(info, &ascent, &descent, &gap);
        metrics.AppendLine(CultureInfo.InvariantCulture,
            $"style {style} ascent {ascent * scale:F2} descent {descent * scale:F2} gap {gap * scale:F2}");
        foreach (var c in characters)
            BakeGlyph(info, scale, style, c);
    }
}

unsafe void BakeGlyph(byte* info, float scale, int style, int c)
{
    if (c != ' ' && Stb.FindGlyphIndex(info, c) == 0)
        return;
    int advance, bearing, width = 0, height = 0, xOffset = 0, yOffset = 0;
    Stb.GetCodepointHMetrics(info, c, &advance, &bearing);
    var field = Stb.GetCodepointSdf(info, scale, c, Padding, OnEdge, StepPerPixel, &width, &height, &xOffset, &yOffset);
    if (field is null)
        (width, height) = (0, 0);
    if (penX + width + 1 > AtlasWidth)
        (penX, penY, rowHeight) = (1, penY + rowHeight + 1, 0);
    while (rows.Count < penY + height)
        rows.Add(new byte[AtlasWidth]);
    for (var y = 0; y < height; y++)
        new ReadOnlySpan<byte>(field + y * width, width).CopyTo(rows[penY + y].AsSpan(penX));
    metrics.AppendLine(CultureInfo.InvariantCulture, $"{style} {c} {penX} {penY} {width} {height} {xOffset} {yOffset} {advance * scale:F3}");
    if (field is not null)
        Stb.FreeSdf(field, null);
    (penX, rowHeight) = (penX + width + 1, Math.Max(rowHeight, height));
}

internal static unsafe partial class Stb
{
    private const string Library = "libstb.so.0";

    [LibraryImport(Library, EntryPoint = "stbtt_InitFont")]
    internal static partial int InitFont(byte* info, byte* data, int offset);

    [LibraryImport(Library, EntryPoint = "stbtt_ScaleForMappingEmToPixels")]
    internal static partial float ScaleForMappingEmToPixels(byte* info, float pixels);

    [LibraryImport(Library, EntryPoint = "stbtt_GetFontVMetrics")]
    internal static partial void GetFontVMetrics(byte* info, int* ascent, int* descent, int* lineGap);

    [LibraryImport(Library, EntryPoint = "stbtt_FindGlyphIndex")]
    internal static partial int FindGlyphIndex(byte* info, int codepoint);

    [LibraryImport(Library, EntryPoint = "stbtt_GetCodepointHMetrics")]
    internal static partial void GetCodepointHMetrics(byte* info, int codepoint, int* advance, int* leftSideBearing);

    [LibraryImport(Library, EntryPoint = "stbtt_GetCodepointSDF")]
    internal static partial byte* GetCodepointSdf(
        byte* info, float scale, int codepoint, int padding, byte onEdge, float pixelDistanceScale, int* width, int* height,
        int* xOffset, int* yOffset);

    [LibraryImport(Library, EntryPoint = "stbtt_FreeSDF")]
    internal static partial void FreeSdf(byte* bitmap, void* userData);

    [LibraryImport(Library, EntryPoint = "stbi_write_png", StringMarshalling = StringMarshalling.Utf8)]
    internal static partial int WritePng(string file, int width, int height, int channels, byte[] data, int stride);
}
