// Fashion-MNIST's files with so few samples that verbs take seconds.
using System.IO.Compression;

namespace CnnCompute.Tests;

/// <summary>The first samples of the data set, in a folder of their own.</summary>
internal static class SmallFashion
{
    /// <summary>Writes the four files; ends the test as ignored where the data set is not installed.</summary>
    public static void Write(string folder, int train = 256, int test = 100)
    {
        if (!Directory.Exists(FashionMnist.DebianFolder))
            Assert.Ignore("dataset-fashion-mnist is not installed");
        Directory.CreateDirectory(folder);
        foreach (var (prefix, count) in new[] { ("train", train), ("t10k", test) })
        {
            foreach (var (suffix, header, bytes) in new[] { ("images-idx3", 16, 784), ("labels-idx1", 8, 1) })
            {
                var whole = File.OpenRead(Path.Combine(FashionMnist.DebianFolder, $"{prefix}-{suffix}-ubyte.gz"));
                using var packed = new GZipStream(whole, CompressionMode.Decompress);
                var data = new byte[header + (count * bytes)];
                packed.ReadExactly(data);
                System.Buffers.Binary.BinaryPrimitives.WriteInt32BigEndian(data.AsSpan(4), count);
                File.WriteAllBytes(Path.Combine(folder, $"{prefix}-{suffix}-ubyte"), data);
            }
        }
    }
}
