// Published files whose preprocessing they do not tell, known by what is in them.
using System.Security.Cryptography;

namespace CnnCompute;

/// <summary>Facts about files: the hash of their bytes, and how their authors say that pixels become input.</summary>
internal static class KnownModels
{
    // Length, SHA-256, what it is, norm.
    private static readonly (long Length, string Hash, string Name, string Norm)[] Files =
    [
        (4_948_799, "21c0ce7fea23e455fa05ae0e81231c33716acc66d1807f296657b0e0e2f4c826", "SqueezeNet 1.1 as published", "torch"),
        (4_956_208, "1eeff551a67ae8d565ca33b572fc4b66e3ef357b0eb2863bb9ff47a918cc4088", "the ONNX zoo's SqueezeNet 1.1", "torch"),
        (13_976_558, "54c224b6e170d62a94f258fcbe08ccc90e9e95bcb8ded61dd72384864dc0e889", "MobileNet v2 as published", "tf128"),
        (42_644_550, "41dc838f39aa2306bd271cab7b6a089e03759fcca261137d745172163249e307", "Inception v3 as published", "tf128"),
        (81_333, "d1b0fc04cf4eec446908b0bf7644a444286cb443b606b005973bec60bdc31db0", "CNN Explainer's Tiny VGG", "unit"),
        (26_454, "2f06e72de813a8635c9bc0397ac447a601bdbfa7df4bebc278723b958831c9bf", "the ONNX zoo's MNIST", "byte"),
        (119_982, "9ab9f1e72ddc9c28e620d8e19192a514caa51d33034cfa4d0b5bdbc5315a1510", "the style net starry-night", "byte"),
        (119_991, "7baf7506245c2f99ed06f93fa5226baea19af73fdf768e9017c716a6d8f270a9", "the style net wheatfield_with_crows", "byte"),
        (119_977, "34d766a1b14d1cafe36b6736d76228a453bdfcb8b1288bf6f361935893381ce7", "the style net bedroom", "byte"),
        (6_725_709, "e0f16d4b40f5c260f370f6643f8af8c28cbea313800c2f6c248c1e1543d69e4e", "the style net candy", "byte"),
        (63_653_533, "e2552f19db2dfdb01b3669537b6a0f1b44da38d18279535492ed5dfc2ef1ff8f", "ML.NET's ResNet-18 trunk", PackagedWeights.Norm),
    ];

    /// <summary>The norm and the name of a file with known content; null of all others. Only files of a known length are read.</summary>
    public static (PixelNorm Norm, string Name)? NormOf(string path)
    {
        var length = new FileInfo(path).Length;
        if (!Array.Exists(Files, f => f.Length == length))
            return null;
        using var file = File.OpenRead(path);
        var hash = Convert.ToHexStringLower(SHA256.HashData(file));
        foreach (var known in Files)
        {
            if (known.Hash == hash)
                return (PixelNorm.Parse(known.Norm), known.Name);
        }
        return null;
    }
}
