// Folders of small pictures in a temporary place.
using Engine;

namespace CnnCompute.Tests;

/// <summary>A folder that is gone with the test; what is written into it is named relative to it.</summary>
internal sealed class TemporaryPictures : IDisposable
{
    public string Root { get; } = Directory.CreateTempSubdirectory("pictures").FullName;

    /// <summary>The whole path of a file.</summary>
    public string this[string name] => Path.Combine(Root, name);

    /// <summary>A picture of one colour, or of one for each place.</summary>
    public void Picture(string name, int width, int height, Func<int, int, (int R, int G, int B)> colour)
    {
        var pixels = from y in Enumerable.Range(0, height)
                     from x in Enumerable.Range(0, width)
                     let c = colour(x, y)
                     from v in new[] { c.R, c.G, c.B }
                     select (byte)v;
        PngFile.Write(this[name], width, height, [.. pixels]);
    }

    /// <summary>As many pictures of a class, 4×4, whose red says the class and whose green says the number.</summary>
    public void Class(string folder, int count, int red, int first = 0)
    {
        for (var i = first; i < first + count; i++)
            Picture($"{folder}/{i:000}.png", 4, 4, (_, _) => (red, i, 0));
    }

    /// <summary>A file of any bytes.</summary>
    public void File(string name, ReadOnlySpan<byte> bytes)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(this[name])!);
        System.IO.File.WriteAllBytes(this[name], bytes);
    }

    /// <summary>A file of text.</summary>
    public void Text(string name, string text) => File(name, System.Text.Encoding.UTF8.GetBytes(text));

    /// <summary>A picture whose header is whole and whose data are not.</summary>
    public void Damaged(string name)
    {
        Picture(name, 8, 8, (x, y) => (x * 30, y * 30, x * y));
        var bytes = System.IO.File.ReadAllBytes(this[name]);
        File(name, bytes.AsSpan(0, bytes.Length / 2));
    }

    public void Dispose() => Directory.Delete(Root, recursive: true);

    /// <summary>Sample i of a data set.</summary>
    public static byte[] Bytes(Dataset set, int i)
    {
        var bytes = new byte[set.SampleBytes];
        set.Read(i, bytes);
        return bytes;
    }
}
