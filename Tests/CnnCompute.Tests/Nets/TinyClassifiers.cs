// Small classifiers with whatever input and tail a test wants, made in memory.
using CnnCompute.Protobuf;
using Google.Protobuf;

namespace CnnCompute.Tests;

/// <summary>
/// Convolution of x 3×3 to four channels, rectifier, mean over places, linear layer: five logits called <c>l</c>. What follows is the test's.
/// </summary>
internal static class TinyClassifiers
{
    public const int Classes = 5, Side = 8;

    /// <summary>The nodes up to <c>l</c> and the weights, for an input of so many channels that is called <paramref name="input"/>.</summary>
    public static (List<NodeProto> Nodes, List<TensorProto> Weights) Body(int channels = 3, string input = "x", int classes = Classes)
    {
        var (random, next) = (new Philox(7), 0ul);
        float[] Values(int count) => [.. Enumerable.Range(0, count).Select(_ => (random.Uniform(next++) - 0.4f) * 1.5f)];
        return (
            [
                OnnxProtos.Node("Conv", "c", [input, "w", "b"], OnnxProtos.Ints("pads", 1, 1, 1, 1)),
                OnnxProtos.Node("Relu", "r", ["c"]),
                OnnxProtos.Node("GlobalAveragePool", "g", ["r"]),
                OnnxProtos.Node("Flatten", "f", ["g"]),
                OnnxProtos.Node("Gemm", "l", ["f", "fc", "fb"]),
            ],
            [
                OnnxProtos.Floats("w", [4, channels, 3, 3], Values(4 * channels * 9)), OnnxProtos.Floats("b", [4], Values(4)),
                OnnxProtos.Floats("fc", [4, classes], Values(4 * classes)), OnnxProtos.Floats("fb", [classes], Values(classes)),
            ]);
    }

    /// <summary>The body and a tail that ends in <c>p</c>, at operator set 13.</summary>
    public static ModelProto WithTail(NodeProto[] tail, params TensorProto[] more)
    {
        var (nodes, weights) = Body();
        return OnnxProtos.Model(13, [1, 3, Side, Side], [.. nodes, .. tail], [.. weights, .. more]);
    }

    /// <summary>Writes a model to a file and opens that, with a norm of 0..1.</summary>
    public static ModelFile Open(this ModelProto proto, string path, string norm = "unit")
    {
        File.WriteAllBytes(path, proto.ToByteArray());
        return ModelFile.Load(path).With(ModelStatement.Of(norm));
    }

    /// <summary>Planes of a picture that is the same every time.</summary>
    public static float[] Planes(int count)
    {
        var random = new Philox(3);
        return [.. Enumerable.Range(0, count).Select(i => random.Word((ulong)i) % 256 / 255f)];
    }

    /// <summary>The softmax of numbers, in double.</summary>
    public static double[] Softmax(IReadOnlyList<double> logits)
    {
        var exps = logits.Select(l => Math.Exp(l - logits.Max())).ToArray();
        return [.. exps.Select(e => e / exps.Sum())];
    }

    /// <summary>
    /// The five logits of a picture in double: what the body computes, with weights taken from the model.
    /// </summary>
    public static double[] Logits(ModelProto proto, float[] planes, int channels = 3, int height = Side, int width = Side)
    {
        float[] Weights(string name) => [.. proto.Graph.Initializer.First(t => t.Name == name).FloatData];
        float[] w = Weights("w"), b = Weights("b"), fc = Weights("fc"), fb = Weights("fb");
        var means = new double[4];
        for (var o = 0; o < 4; o++)
        {
            for (var y = 0; y < height; y++)
            {
                for (var x = 0; x < width; x++)
                {
                    double sum = b[o];
                    for (var t = 0; t < channels * 9; t++)
                    {
                        var (c, yy, xx) = (t / 9, y + (t / 3 % 3) - 1, x + (t % 3) - 1);
                        if (yy >= 0 && yy < height && xx >= 0 && xx < width)
                            sum += w[(o * channels * 9) + t] * (double)planes[(((c * height) + yy) * width) + xx];
                    }
                    means[o] += Math.Max(0, sum) / (height * width);
                }
            }
        }
        return [.. Enumerable.Range(0, fb.Length).Select(k => fb[k] + Enumerable.Range(0, 4).Sum(o => means[o] * fc[(o * fb.Length) + k]))];
    }
}
