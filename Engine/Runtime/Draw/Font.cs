// The baked distance-field font: where each glyph lies in the atlas and how far the pen moves.
using System.Globalization;
using System.Reflection;

namespace Engine;

/// <summary>Regular and bold Liberation Sans as one signed-distance atlas, sharp at any size; made by Engine/FontBaker.</summary>
internal sealed class Font
{
    // The bake's em, and pixels from the outline to where the field ends; see Engine/FontBaker/Program.cs.
    internal const float Em = 40;
    internal const float FieldPixels = 255f / 128 * 5;
    private const int Direct = 0x180;

    private readonly Glyph[] direct = new Glyph[2 * Direct];
    private readonly Dictionary<int, Glyph> others = [];

    internal Font()
    {
        var assembly = Assembly.GetExecutingAssembly();
        using (var text = new StreamReader(assembly.GetManifestResourceStream("font.txt")!))
        {
            while (text.ReadLine() is { } line)
                Parse(line);
        }
        using var stream = assembly.GetManifestResourceStream("font.png")!;
        using var memory = new MemoryStream();
        stream.CopyTo(memory);
        (Width, Height, Pixels) = PictureDecoder.Decode(memory.ToArray());
    }

    /// <summary>Size of the atlas.</summary>
    internal int Width { get; }

    /// <summary>Size of the atlas.</summary>
    internal int Height { get; }

    /// <summary>The atlas as RGBA bytes; the field is in every colour channel.</summary>
    internal byte[] Pixels { get; }

    /// <summary>Distance from the baseline to the top of the tallest letters, in ems.</summary>
    internal static float Ascent => 0.73f;

    /// <summary>The glyph of a character; a question mark for one that is not baked.</summary>
    internal Glyph this[char c, bool bold]
    {
        get
        {
            var style = bold ? 1 : 0;
            if (c < Direct && direct[style * Direct + c] is { Advance: > 0 } glyph)
                return glyph;
            return others.TryGetValue(style << 16 | c, out var other) ? other : direct[style * Direct + '?'];
        }
    }

    /// <summary>Width of a line of text, in ems.</summary>
    internal float Measure(ReadOnlySpan<char> text, bool bold)
    {
        var width = 0f;
        foreach (var c in text)
            width += this[c, bold].Advance;
        return width / Em;
    }

    private void Parse(string line)
    {
        if (line.Length == 0 || line[0] is '#' or 's')
            return;
        var n = line.Split(' ').Select(v => float.Parse(v, CultureInfo.InvariantCulture)).ToArray();
        var glyph = new Glyph(n[2], n[3], n[4], n[5], n[6], n[7], n[8]);
        int style = (int)n[0], code = (int)n[1];
        if (code < Direct)
            direct[style * Direct + code] = glyph;
        else
            others[style << 16 | code] = glyph;
    }

    /// <summary>Place in the atlas, offset from the pen on the baseline (y down) and advance, in pixels at an em of <see cref="Em"/>.</summary>
    internal readonly record struct Glyph(float X, float Y, float Width, float Height, float OffsetX, float OffsetY, float Advance);
}
