// Small ONNX models for tests, made in memory.
using CnnCompute.Protobuf;
using Google.Protobuf;

namespace CnnCompute.Tests;

internal static class OnnxProtos
{
    /// <summary>Writes a model to a file and loads that.</summary>
    public static OnnxModel Load(this ModelProto proto, string path)
    {
        File.WriteAllBytes(path, proto.ToByteArray());
        return OnnxModel.Load(path);
    }

    /// <summary>An input of another name, type and size; a size may be named.</summary>
    public static ModelProto With(this ModelProto proto, string name, int type, params object[] dims)
    {
        var port = Port(name);
        port.Type.TensorType.ElemType = type;
        port.Type.TensorType.Shape.Dim.AddRange(dims.Select(d => d is string s
            ? new TensorShapeProto.Types.Dimension { DimParam = s }
            : new TensorShapeProto.Types.Dimension { DimValue = Convert.ToInt64(d, null) }));
        if (proto.Graph.Input.FirstOrDefault(i => i.Name == name) is { } old)
            proto.Graph.Input.Remove(old);
        proto.Graph.Input.Add(port);
        return proto;
    }

    /// <summary>Further outputs.</summary>
    public static ModelProto Giving(this ModelProto proto, params string[] names)
    {
        proto.Graph.Output.AddRange(names.Select(n => Port(n)));
        return proto;
    }

    /// <summary>A node of several outputs.</summary>
    public static NodeProto Node(string op, string[] outputs, string[] inputs, params AttributeProto[] attributes)
    {
        var node = Node(op, outputs[0], inputs, attributes);
        node.Output.AddRange(outputs[1..]);
        return node;
    }

    public static AttributeProto Int(string name, long value) => new() { Name = name, I = value };

    public static ValueInfoProto Port(string name, params long[] dims)
    {
        var shape = new TensorShapeProto();
        shape.Dim.AddRange(dims.Select(d => new TensorShapeProto.Types.Dimension { DimValue = d }));
        return new ValueInfoProto { Name = name, Type = new TypeProto { TensorType = new TypeProto.Types.Tensor { ElemType = 1, Shape = shape } } };
    }

    public static ModelProto Model(int opset, long[] input, NodeProto[] nodes, params TensorProto[] initializers)
    {
        var proto = new ModelProto { Graph = new GraphProto { Name = "made" } };
        proto.OpsetImport.Add(new OperatorSetIdProto { Version = opset });
        proto.Graph.Node.AddRange(nodes);
        proto.Graph.Initializer.AddRange(initializers);
        proto.Graph.Input.Add(Port("x", input));
        proto.Graph.Output.Add(Port(nodes[^1].Output[0]));
        return proto;
    }

    public static NodeProto Node(string op, string output, string[] inputs, params AttributeProto[] attributes)
    {
        var node = new NodeProto { OpType = op };
        node.Input.AddRange(inputs);
        node.Output.Add(output);
        node.Attribute.AddRange(attributes);
        return node;
    }

    public static AttributeProto Ints(string name, params long[] values)
    {
        var attribute = new AttributeProto { Name = name };
        attribute.Ints.AddRange(values);
        return attribute;
    }

    public static TensorProto Floats(string name, long[] dims, params float[] values)
    {
        var tensor = new TensorProto { Name = name, DataType = 1 };
        tensor.Dims.AddRange(dims);
        tensor.FloatData.AddRange(values);
        return tensor;
    }

    public static TensorProto Longs(string name, params long[] values)
    {
        var tensor = new TensorProto
        {
            Name = name,
            DataType = 7,
            RawData = ByteString.CopyFrom(System.Runtime.InteropServices.MemoryMarshal.AsBytes(values.AsSpan())),
        };
        tensor.Dims.Add(values.Length);
        return tensor;
    }
}
