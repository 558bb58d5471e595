// The text before each picture that ffmpeg writes as PAM.
using System.Globalization;
using System.Runtime.InteropServices;
using System.Text;

namespace Engine;

/// <summary>Netpbm's arbitrary map: lines such as WIDTH 64 up to ENDHDR, then the pixels.</summary>
public static class PamFrames
{
    private const int Longest = 200;

    /// <summary>Reads the text of the next picture; null where there is none.</summary>
    public static (int Width, int Height)? ReadHeader(Stream stream)
    {
        var bytes = new List<byte>();
        while (!CollectionsMarshal.AsSpan(bytes).EndsWith("ENDHDR\n"u8))
        {
            if (bytes.Count == Longest || stream.ReadByte() is not (>= 0 and var next))
                return null;
            bytes.Add((byte)next);
        }
        var text = Encoding.ASCII.GetString(CollectionsMarshal.AsSpan(bytes));
        return (Number(text, "WIDTH "), Number(text, "HEIGHT "));
    }

    private static int Number(string text, string key)
    {
        var from = text.IndexOf(key, StringComparison.Ordinal) + key.Length;
        return int.Parse(text.AsSpan(from, text.IndexOf('\n', from) - from), CultureInfo.InvariantCulture);
    }
}
