// Small sound files whose damaged copies the readers are fed.
namespace CnnCompute;

internal static class FuzzFiles
{
    private static readonly KeyValuePair<string, TensorData>[] Arrays =
    [
        new("features.0.weight", new TensorData(new Shape(2, 3, 1, 2), [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12])),
        new("features.0.bias", new TensorData(new Shape(2), [0.5f, -0.5f])),
        new("scalar", new TensorData(Shape.Scalar, [3])),
    ];

    /// <summary>Two safetensors files, one with metadata.</summary>
    public static IReadOnlyList<byte[]> Safetensors() =>
    [
        Bytes(path => CnnCompute.Safetensors.Save(path, Arrays)),
        Bytes(path => CnnCompute.Safetensors.Save(path, Arrays, new Dictionary<string, string> { ["format"] = "pt", ["model"] = "a" })),
    ];

    /// <summary>Two .npy files.</summary>
    public static IReadOnlyList<byte[]> Npy() =>
    [
        Bytes(path => CnnCompute.Npy.Save(path, Arrays[0].Value.Shape, Arrays[0].Value.Values)),
        Bytes(path => CnnCompute.Npy.Save(path, new Shape(3), [1L, 2L, 1L << 40])),
    ];

    /// <summary>An .npz file.</summary>
    public static IReadOnlyList<byte[]> Npz() => [Bytes(path => CnnCompute.Npz.Save(path, Arrays))];

    /// <summary>Models as we export them: a small convolutional net, and operators of many kinds.</summary>
    public static IReadOnlyList<byte[]> Onnx() => [Bytes(path => OnnxExport.Save(path, Outputs(Net))), Bytes(path => OnnxExport.Save(path, Outputs(Mixture)))];

    private static Dictionary<string, Tensor> Outputs(Func<Graph, Tensor> build) => new() { ["result"] = build(new Graph()) };

    private static Tensor Net(Graph graph)
    {
        var net = new Sequential(new Conv2d(3, 4, 3, stride: 2, padding: 1), new BatchNorm2d(4), new ReLU(), new MaxPool2d(2), new Conv2d(4, 4, 3, padding: 1, groups: 2), new Flatten(), new Linear(16, 5), new Softmax());
        net.Eval();
        return net.Forward(graph.Input("input", 1, 3, 8, 8));
    }

    private static Tensor Mixture(Graph graph)
    {
        var x = graph.Input("input", 2, 4, 6, 6);
        var y = Tensor.Concat(1, x.AvgPool2d(PoolWindow.Square(2, 2, 0, 1, true), false), x.Permute(0, 1, 3, 2).MaxPool2d(PoolWindow.Square(3, 2, 1, 1, false)));
        return (y.GlobalAvgPool() * y + y.Mean([2, 3], keepDim: true).BroadcastTo(y.Shape)).Reshape(2, -1).LogSoftmax();
    }

    private static byte[] Bytes(Action<string> save)
    {
        var folder = Directory.CreateTempSubdirectory("cnn-fuzz");
        try
        {
            var path = Path.Combine(folder.FullName, "sound");
            save(path);
            return File.ReadAllBytes(path);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }
}
