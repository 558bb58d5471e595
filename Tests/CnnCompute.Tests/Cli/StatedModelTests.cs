// What verbs say of a model, and what is said to them: norm, scores, output, labels, sizes.
using System.Text.Json;
using Engine;
using static CnnCompute.Tests.OnnxProtos;

namespace CnnCompute.Tests;

public sealed class StatedModelTests
{
    private readonly List<string> told = [];
    private Action<LogLevel, string> sink = null!;
    private string folder = "";

    [SetUp]
    public void Begin()
    {
        folder = Directory.CreateTempSubdirectory("stated").FullName;
        told.Clear();
        sink = Log.Sink;
        Log.Sink = (_, message) => told.Add(message);
    }

    [TearDown]
    public void End()
    {
        Log.Sink = sink;
        Directory.Delete(folder, recursive: true);
    }

    private string At(string name) => Path.Combine(folder, name);

    private string Write(Protobuf.ModelProto proto, string name = "net.onnx")
    {
        File.WriteAllBytes(At(name), Google.Protobuf.MessageExtensions.ToByteArray(proto));
        return At(name);
    }

    // A picture of bytes that planes of 0..1 stand for, and those planes.
    private (string File, float[] Planes) Picture(int height = 8, int width = 8)
    {
        var planes = TinyClassifiers.Planes(3 * height * width);
        var rgba = new byte[height * width * 4];
        for (var i = 0; i < height * width; i++)
        {
            for (var c = 0; c < 3; c++)
                rgba[(i * 4) + c] = (byte)MathF.Round(planes[(c * height * width) + i] * 255);
            rgba[(i * 4) + 3] = 255;
        }
        PngFile.Write(At("picture.png"), width, height, rgba);
        return (At("picture.png"), planes);
    }

    private static Protobuf.NodeProto Softmax(string to = "p") => Node("Softmax", to, ["l"], Int("axis", 1));

    private static ClassifyCommand.Result Classify(params string[] arguments) =>
        JsonSerializer.Deserialize<ClassifyCommand.Result[]>(Verbs.Run(["classify", .. arguments, "--json"]).Output, Output.Json)![0];

    private static double[] ByIndex(ClassifyCommand.Result result) => [.. result.Top.OrderBy(t => t.Index).Select(t => (double)t.Probability)];

    [Test]
    public void Scores_are_what_the_network_computes_unless_stated()
    {
        var proto = TinyClassifiers.WithTail([Node("Sigmoid", "p", ["l"])]);
        var (net, (picture, planes)) = (Write(proto), Picture());
        var logits = TinyClassifiers.Logits(proto, planes);
        double[] sigmoids = [.. logits.Select(l => 1 / (1 + Math.Exp(-l)))];
        var found = Classify(picture, "--model", net, "--norm", "unit");
        Assert.That(found.Scores, Is.EqualTo("independent"));
        Assert.That(ByIndex(found), Is.EqualTo(sigmoids).Within(1e-5));
        Assert.That(told, Has.Some.Contains("independent of each other"));
        Assert.That(Verbs.Run("classify", picture, "--model", net, "--norm", "unit").Output, Does.Not.Contain("%"));
        var stated = Classify(picture, "--model", net, "--norm", "unit", "--scores", "softmax");
        Assert.That(stated.Scores, Is.EqualTo("probabilities"));
        Assert.That(ByIndex(stated), Is.EqualTo(TinyClassifiers.Softmax(sigmoids)).Within(1e-5));
        var raw = TinyClassifiers.WithTail([Node("Identity", "p", ["l"])]);
        Assert.That(ByIndex(Classify(picture, "--model", Write(raw), "--norm", "unit", "--scores", "none")), Is.EqualTo(logits).Within(1e-4));
        Assert.That(ByIndex(Classify(picture, "--model", net, "--norm", "unit", "--scores", "sigmoid")), Is.EqualTo(sigmoids).Within(1e-5));
        Assert.That(() => Classify(picture, "--model", net, "--norm", "unit", "--scores", "soft"),
            Throws.ArgumentException.With.Message.Contains("softmax"));
    }

    [Test]
    public void Of_two_outputs_the_classes_are_taken_or_the_named_one()
    {
        var proto = TinyClassifiers.WithTail([Softmax()]);
        proto.Graph.Output.Clear();
        proto.Giving("f", "p");
        var (net, (picture, _)) = (Write(proto), Picture());
        Assert.That(Classify(picture, "--model", net, "--norm", "unit").Top, Has.Count.EqualTo(5));
        Assert.That(told, Has.Some.Contains("its output \"p\" (another with --output)"));
        Assert.That(Classify(picture, "--model", net, "--norm", "unit", "--output", "f").Top, Has.Count.EqualTo(4));
        Assert.That(() => Classify(picture, "--model", net, "--norm", "unit", "--output", "g"),
            Throws.ArgumentException.With.Message.Contains("no output is called"));
    }

    [Test]
    public void An_unknown_norm_is_asked_for_once_by_every_verb_that_needs_it()
    {
        // A name that well-known nets have is no reason.
        var proto = TinyClassifiers.WithTail([Softmax()]);
        proto.Graph.Name = "squeezenet1.1";
        var (net, (picture, planes)) = (Write(proto), Picture());
        foreach (var verb in new[] { "classify", "explain", "dream" })
        {
            Assert.That(() => Verbs.Run(verb, picture, "--model", net),
                Throws.InstanceOf<InvalidDataException>().With.Message.StartsWith(net).And.Message.Contains("--norm"), verb);
        }
        Assert.That(ByIndex(Classify(picture, "--model", net, "--norm", "mean=0.5:std=0.5:bgr")),
            Is.EqualTo(TinyClassifiers.Softmax(TinyClassifiers.Logits(proto,
                [.. planes[128..].Concat(planes[64..128]).Concat(planes[..64]).Select(v => (v * 2) - 1)]))).Within(1e-5));
        Assert.That(told, Has.Some.EqualTo("squeezenet1.1: pixels become its input as signed:bgr (as stated)"));

        Verbs.Run("export", net, At("silent.onnx"));
        Assert.That(told, Has.Some.Contains("does not say how pixels become its input, so neither does"));
        Assert.That(ModelFile.Load(At("silent.onnx")).Norm, Is.Null, "what nobody said is not written");
    }

    [Test]
    public void What_is_stated_at_export_is_read_from_the_copy()
    {
        var net = Write(TinyClassifiers.WithTail([Softmax()]));
        File.WriteAllText(At("names.json"), """["a, one", "b", "c", "d", "e"]""");
        Verbs.Run("export", net, At("copy.onnx"), "--norm", "caffe", "--labels", At("names.json"));
        var copy = ModelFile.Load(At("copy.onnx"));
        Assert.That((copy.Norm, copy.NormReason), Is.EqualTo(((PixelNorm?)PixelNorm.Caffe, "its metadata say so")));
        Assert.That(copy.Labels, Is.EqualTo(["a, one", "b", "c", "d", "e"]));
        Verbs.Run("export", "shufflenet_v2_x0_5", At("zoo.safetensors"), "--norm", "mean=0.1,0.2,0.3:std=0.5:bgr");
        Assert.That(ModelFile.Load(At("zoo.safetensors")).Norm, Is.EqualTo(PixelNorm.Parse("mean=0.1,0.2,0.3:std=0.5:bgr")));
    }

    [Test]
    public void Metadata_of_other_programs_are_read()
    {
        ModelFile Of(params (string, string)[] notes)
        {
            var proto = TinyClassifiers.WithTail([Softmax()]);
            foreach (var (key, value) in notes)
                proto.MetadataProps.Add(new Protobuf.StringStringEntryProto { Key = key, Value = value });
            return ModelFile.Load(Write(proto));
        }
        Assert.That(Of(("names", "{0: 'person', 1: 'dog', 2: 'cat', 3: 'car', 4: 'bus'}")).Labels,
            Is.EqualTo(["person", "dog", "cat", "car", "bus"]));
        Assert.That(Of(("labels", """["a", "b", "c", "d", "e"]""")).Labels, Is.EqualTo(["a", "b", "c", "d", "e"]));
        Assert.That(Of(("norm", "tf128:bgr")).Norm, Is.EqualTo(PixelNorm.Tf128 with { IsBgr = true }));
        Assert.That(Of(("Image.NominalPixelRange", "Normalized_0_1"), ("Image.BitmapPixelFormat", "Bgr8")).Norm,
            Is.EqualTo(PixelNorm.Unit with { IsBgr = true }));
        Assert.That(Of(("classes", "what it is for"), ("scale", "small"), ("shift", "none")).Norm, Is.Null);
        Assert.That(() => Of(("norm", "nonsense")), Throws.InstanceOf<InvalidDataException>().With.Message.Contains("nonsense"));
    }

    [Test]
    public void Open_sizes_have_a_usual_one_and_stay_open()
    {
        var (nodes, weights) = TinyClassifiers.Body();
        var net = Write(Model(13, [1], [.. nodes, Softmax()], [.. weights]).With("x", 1, "N", 3, "H", "W"));
        var (code, output) = Verbs.Run("inspect", net);
        Assert.That(code, Is.Zero);
        Assert.That(output, Does.Contain("input [1,3,224,224]"));
        Assert.That(told, Has.Some.Contains("1x3x224x224 is taken"));
        Verbs.Run("export", net, At("open.onnx"), "--norm", "unit");
        Assert.That(OnnxModel.Load(At("open.onnx")).Inputs[0].Dimensions, Is.EqualTo([-1, 3, -1, -1]));
        Verbs.Run("export", net, At("fixed.onnx"), "--norm", "unit", "--input", "1x3x32x16");
        Assert.That(OnnxModel.Load(At("fixed.onnx")).Inputs[0].Dimensions, Is.EqualTo([-1, 3, 32, 16]));
        var (picture, planes) = Picture();
        var expected = TinyClassifiers.Softmax(TinyClassifiers.Logits(Model(13, [1], [.. nodes, Softmax()], [.. weights]), planes));
        Assert.That(ByIndex(Classify(picture, "--model", At("open.onnx"), "--size", "8")), Is.EqualTo(expected).Within(1e-5));
        // A flattening layer knows the size.
        var tied = Write(Model(13, [1], [Node("Reshape", "y", ["x", "shape"])], Longs("shape", 1, 3 * 224 * 224)).With("x", 1, 1, 3, "H", "W"),
            "tied.onnx");
        Verbs.Run("export", tied, At("tied-copy.onnx"), "--norm", "unit");
        Assert.That(told, Has.Some.Contains("depend on the size"));
        Assert.That(OnnxModel.Load(At("tied-copy.onnx")).Inputs[0].Dimensions, Is.EqualTo([1, 3, 224, 224]));
    }

    [Test]
    public void Networks_that_are_not_square_classify_and_are_explained()
    {
        var (nodes, weights) = TinyClassifiers.Body();
        var proto = Model(13, [1, 3, 8, 12], [.. nodes, Softmax()], [.. weights]);
        var (net, (picture, planes)) = (Write(proto), Picture(8, 12));
        Assert.That(ByIndex(Classify(picture, "--model", net, "--norm", "unit")),
            Is.EqualTo(TinyClassifiers.Softmax(TinyClassifiers.Logits(proto, planes, 3, 8, 12))).Within(1e-5));
        var (_, output) = Verbs.Run("explain", picture, "--model", net, "--norm", "unit", "--method", "gradcam,gradient,occlusion,fgsm,features",
            "--patch", "4", "--stride", "4", "--out", At("why.png"));
        Assert.That(output, Does.Contain("of 12×8").Or.Contain("nothing speaks for it"));
        var heat = PictureFile.Read(At("why-gradient-heat.png"));
        Assert.That((heat.Width, heat.Height), Is.EqualTo((12, 8)));
    }

    [Test]
    public void A_picture_of_other_proportions_is_cut_not_squeezed()
    {
        byte[] Pixel(int i) => [(byte)(i % 400 / 2), 0, 0, 255];
        var wide = new Photograph(400, 100, [.. Enumerable.Range(0, 40000).SelectMany(Pixel)]);
        var fitted = wide.Fit(50, 100);
        Assert.That((fitted.Width, fitted.Height), Is.EqualTo((100, 50)));
        // 175 of 400 columns around the middle.
        Assert.That(fitted.Rgba[0], Is.EqualTo(112 / 2).Within(3));
        Assert.That(fitted.Rgba[99 * 4], Is.EqualTo(287 / 2).Within(3));
        var own = new Photograph(100, 50, new byte[100 * 50 * 4]);
        Assert.That(own.Fit(50, 100), Is.SameAs(own));
    }

    [Test]
    public void Verbs_that_need_classes_refuse_maps_with_one_sentence()
    {
        var net = Write(Model(13, [1, 3, 8, 8], [Node("Conv", "y", ["x", "w"])], Floats("w", [7, 3, 1, 1], new float[21])));
        var (picture, _) = Picture();
        foreach (var verb in new[] { "classify", "explain" })
        {
            Assert.That(() => Verbs.Run(verb, picture, "--model", net, "--norm", "unit"),
                Throws.InstanceOf<InvalidDataException>().With.Message.EqualTo(
                    $"{net}: gives maps (y [1,7,8,8]), no classes; ./cnn run MODEL --input NAME=FILE saves what it gives"), verb);
        }
    }

    [Test]
    public void NaN_is_no_explanation()
    {
        var proto = TinyClassifiers.WithTail([Node("Log", "broken", ["minus"]), Node("Add", "after", ["broken", "l"]),
            Node("Softmax", "p", ["after"], Int("axis", 1))]);
        proto.Graph.Node.Insert(5, Node("Sub", "minus", ["l", "big"]));
        proto.Graph.Initializer.Add(Floats("big", [], 1000));
        var (net, (picture, _)) = (Write(proto), Picture());
        foreach (var verb in new[] { "classify", "explain" })
        {
            string[] more = verb == "explain" ? ["--out", At("why.png")] : [];
            Assert.That(() => Verbs.Run([verb, picture, "--model", net, "--norm", "unit", .. more]),
                Throws.InstanceOf<InvalidDataException>().With.Message.Contains("NaN").And.Message.Contains("the layer \"broken\""), verb);
        }
    }
}
