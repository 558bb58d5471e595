// Small sound files whose damaged copies the readers are fed.
using CnnCompute.Protobuf;
using Google.Protobuf;

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

    /// <summary>
    /// Models as we export them, a small convolutional net and operators of many kinds, and models as others write them: typed fields, Constant
    /// nodes, half and quantised weights, symbolic sizes, shape arithmetic.
    /// </summary>
    public static IReadOnlyList<byte[]> Onnx() =>
    [
        Bytes(path => OnnxExport.Save(path, Outputs(Net))), Bytes(path => OnnxExport.Save(path, Outputs(Mixture))), Arithmetic().ToByteArray(),
        Quantised().ToByteArray(),
    ];

    private static Dictionary<string, Tensor> Outputs(Func<Graph, Tensor> build) => new() { ["result"] = build(new Graph()) };

    private static Tensor Net(Graph graph)
    {
        var net = new Sequential(new Conv2d(3, 4, 3, stride: 2, padding: 1), new BatchNorm2d(4), new ReLU(), new MaxPool2d(2),
            new Conv2d(4, 4, 3, padding: 1, groups: 2), new Flatten(), new Linear(16, 5), new Softmax());
        net.Eval();
        return net.Forward(graph.Input("input", 1, 3, 8, 8));
    }

    private static Tensor Mixture(Graph graph)
    {
        var x = graph.Input("input", 2, 4, 6, 6);
        var y = Tensor.Concat(1, x.AvgPool2d(PoolWindow.Square(2, 2, 0, 1, true), false),
            x.Permute(0, 1, 3, 2).MaxPool2d(PoolWindow.Square(3, 2, 1, 1, false)));
        return (y.GlobalAvgPool() * y + y.Mean([2, 3], keepDim: true).BroadcastTo(y.Shape)).Reshape(2, -1).LogSoftmax();
    }

    // x [batch, 4, 4] reshaped to (its first size, -1), tiled, padded and sliced by numbers computed at import.
    private static ModelProto Arithmetic()
    {
        var model = Model(13, [("x", ["batch", 4L, 4L])]);
        model.Graph.Node.Add(Made("Shape", ["x"], "shape"));
        model.Graph.Node.Add(Made("Constant", [], "zero",
            new AttributeProto { Name = "value", Type = 4, T = new TensorProto { DataType = 7, Int64Data = { 0 }, Dims = { 1 } } }));
        model.Graph.Node.Add(Made("Gather", ["shape", "zero"], "first"));
        model.Graph.Node.Add(Made("Constant", [], "rest", new AttributeProto { Name = "value_ints", Type = 7, Ints = { -1 } }));
        model.Graph.Node.Add(Made("Concat", ["first", "rest"], "sizes", new AttributeProto { Name = "axis", Type = 2, I = 0 }));
        model.Graph.Node.Add(Made("Reshape", ["x", "sizes"], "rows"));
        model.Graph.Node.Add(Made("ConstantOfShape", ["two"], "ones",
            new AttributeProto { Name = "value", Type = 4, T = new TensorProto { DataType = 7, Int64Data = { 2 }, Dims = { 1 } } }));
        model.Graph.Node.Add(Made("Tile", ["rows", "ones"], "tiled"));
        model.Graph.Node.Add(Made("Slice", ["tiled", "zero", "two", "zero"], "slice"));
        model.Graph.Node.Add(Made("Clip", ["slice", "low", ""], "y"));
        model.Graph.Initializer.Add(new TensorProto { Name = "two", DataType = 7, Dims = { 1 }, Int64Data = { 2 } });
        model.Graph.Initializer.Add(new TensorProto { Name = "low", DataType = 1, FloatData = { 0.5f } });
        return model;
    }

    // A convolution of a dequantised weight, a half-precision bias and a resize.
    private static ModelProto Quantised()
    {
        var model = Model(19, [("x", [1L, 2L, 4L, 4L])]);
        model.Graph.Node.Add(Made("DequantizeLinear", ["w", "scale", "point"], "weight", new AttributeProto { Name = "axis", Type = 2, I = 0 }));
        model.Graph.Node.Add(Made("Cast", ["half"], "bias", new AttributeProto { Name = "to", Type = 2, I = 1 }));
        model.Graph.Node.Add(Made(
            "Conv", ["x", "weight", "bias"], "conv", new AttributeProto { Name = "auto_pad", Type = 3, S = ByteString.CopyFromUtf8("SAME_UPPER") }));
        model.Graph.Node.Add(
            Made("Resize", ["conv", "", "scales"], "y", new AttributeProto { Name = "mode", Type = 3, S = ByteString.CopyFromUtf8("linear") }));
        model.Graph.Initializer.Add(new TensorProto { Name = "w", DataType = 3, Dims = { 2, 2, 1, 1 }, Int32Data = { 1, -2, 3, -4 } });
        model.Graph.Initializer.Add(new TensorProto { Name = "scale", DataType = 1, Dims = { 2 }, FloatData = { 0.5f, 0.25f } });
        model.Graph.Initializer.Add(new TensorProto { Name = "point", DataType = 3, Dims = { 2 }, RawData = ByteString.CopyFrom(0, 1) });
        model.Graph.Initializer.Add(new TensorProto { Name = "half", DataType = 10, Dims = { 2 }, RawData = ByteString.CopyFrom(0, 0x3c, 0, 0xbc) });
        model.Graph.Initializer.Add(new TensorProto { Name = "scales", DataType = 1, Dims = { 4 }, FloatData = { 1, 1, 2, 2 } });
        return model;
    }

    private static ModelProto Model(long opset, (string Name, object[] Dims)[] inputs)
    {
        var model = new ModelProto
        {
            IrVersion = 8,
            Graph = new GraphProto { Name = "made" },
            OpsetImport = { new OperatorSetIdProto { Version = opset } },
        };
        foreach (var (name, dims) in inputs)
            model.Graph.Input.Add(Port(name, dims));
        model.Graph.Output.Add(Port("y"));
        return model;
    }

    private static ValueInfoProto Port(string name, params object[] dims)
    {
        var shape = new TensorShapeProto();
        shape.Dim.AddRange(dims.Select(d => d is string s
            ? new TensorShapeProto.Types.Dimension { DimParam = s }
            : new TensorShapeProto.Types.Dimension { DimValue = (long)d }));
        return new ValueInfoProto { Name = name, Type = new TypeProto { TensorType = new TypeProto.Types.Tensor { ElemType = 1, Shape = shape } } };
    }

    private static NodeProto Made(string op, string[] inputs, string output, params AttributeProto[] attributes)
    {
        var node = new NodeProto { OpType = op, Output = { output } };
        node.Input.AddRange(inputs);
        node.Attribute.AddRange(attributes);
        return node;
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
