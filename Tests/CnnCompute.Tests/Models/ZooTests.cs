// Every model's size and work against published counts, and its keys against torchvision's.
using System.Diagnostics;

namespace CnnCompute.Tests;

public sealed class ZooTests
{
    // Parameters are weights, biases, scales and shifts; multiply-accumulates those of convolutions and linear layers for one picture of the usual
    // size.
    [TestCase("alexnet", 61_100_840, 714_188_480)]
    [TestCase("alexnet_paper", 60_965_224, 724_406_816)]
    [TestCase("vgg11", 132_863_336, 7_609_090_048)]
    [TestCase("vgg11_bn", 132_868_840, 7_609_090_048)]
    [TestCase("vgg13", 133_047_848, 11_308_466_176)]
    [TestCase("vgg16", 138_357_544, 15_470_264_320)]
    [TestCase("vgg16_bn", 138_365_992, 15_470_264_320)]
    [TestCase("vgg19", 143_667_240, 19_632_062_464)]
    [TestCase("vgg19_bn", 143_678_248, 19_632_062_464)]
    [TestCase("googlenet_paper", 13_378_280, 1_582_671_872)]
    [TestCase("googlenet", 13_004_888, 1_498_376_192)]
    [TestCase("resnet18", 11_689_512, 1_814_073_344)]
    [TestCase("resnet34", 21_797_672, 3_663_761_408)]
    [TestCase("resnet50", 25_557_032, 4_089_184_256)]
    [TestCase("resnet50_v1", 25_557_032, 3_857_973_248)]
    [TestCase("mobilenet_v1", 4_231_976, 568_740_352)]
    [TestCase("mobilenet_v2", 3_504_872, 300_774_272)]
    [TestCase("shufflenet_v2_x0_5", 1_366_792, 40_476_448)]
    [TestCase("shufflenet_v2_x1_0", 2_278_604, 144_907_992)]
    [TestCase("squeezenet1_0", 1_248_424, 818_924_576)]
    [TestCase("squeezenet1_1", 1_235_496, 349_151_936)]
    [TestCase("densenet121", 7_978_856, 2_834_161_664)]
    [TestCase("tiny_vgg", 19_920, 5_608_780)]
    [TestCase("lenet5", 61_706, 416_520)]
    public void Parameters_and_multiplications_are_the_published_ones(string name, long parameters, long macs)
    {
        var (model, graph, scores) = Build(name);
        Assert.That(model.ParameterCount(), Is.EqualTo(parameters));
        Assert.That(Macs(graph), Is.EqualTo(macs));
        Assert.That(scores.Shape.Rank, Is.EqualTo(2));
    }

    [Test]
    public void AlexNet_ungrouped_and_GoogLeNet_with_and_without_auxiliaries_have_the_published_counts()
    {
        var (ungrouped, graph) = (new AlexNetPaper(groups: 1), new Graph());
        ungrouped.Forward(graph.Input("x", 1, 3, 227, 227));
        Assert.That((ungrouped.ParameterCount(), Macs(graph)), Is.EqualTo((62_378_344, 1_135_256_096)));
        foreach (var (paper, parameters, macs) in new[] { (true, 6_998_552, 1_591_044_096), (false, 6_624_904, 1_506_748_416) })
        {
            Assert.That(new GoogLeNet(auxLogits: false, paper: paper).ParameterCount(), Is.EqualTo(parameters));
            var training = new Graph();
            var (scores, second, first) = new GoogLeNet(paper: paper).ForwardWithAuxiliaries(training.Input("x", 1, 3, 224, 224));
            Assert.That(Macs(training), Is.EqualTo(macs), "with both auxiliary classifiers");
            foreach (var y in new[] { scores, second!.Value, first!.Value })
                Assert.That(y.Shape, Is.EqualTo(new Shape(1, 1000)));
        }
        var net = new GoogLeNet();
        net.Eval();
        var (_, none, neither) = net.ForwardWithAuxiliaries(new Graph().Input("x", 1, 3, 224, 224));
        Assert.That((none, neither), Is.EqualTo(((Tensor?)null, (Tensor?)null)));
    }

    [Test]
    public void LeNet_of_1998_has_the_papers_trainable_parameters_and_connections_layer_by_layer()
    {
        var model = new LeNet5Of1998();
        Assert.That(model.ParameterCount(), Is.EqualTo(60_000));
        var trace = ModuleTrace.Run(model, new Graph().Input("x", 1, 1, 32, 32));
        Assert.That(trace.Output.Shape, Is.EqualTo(new Shape(1, 10)));
        var layers = ModelSummary.Of(trace.Output.Graph, trace.Output, model.Parameters(), trace).Layers;
        (long, long) Count(string path) => (layers.Where(l => l.Name.StartsWith(path, StringComparison.Ordinal)).Sum(l => l.Parameters),
            layers.Where(l => l.Name.StartsWith(path, StringComparison.Ordinal)).Sum(l => l.Connections));
        Assert.That(Count("c1"), Is.EqualTo((156, 122_304)));
        Assert.That(Count("s2"), Is.EqualTo((12, 5_880)));
        Assert.That(Count("c3"), Is.EqualTo((1_516, 151_600)));
        Assert.That(Count("s4"), Is.EqualTo((32, 2_000)));
        Assert.That(Count("c5"), Is.EqualTo((48_120, 48_120)));
        Assert.That(Count("f6"), Is.EqualTo((10_164, 10_164)));
        Assert.That(Count("output"), Is.EqualTo((0, 840)));
        Assert.That(layers.Sum(l => l.Connections), Is.EqualTo(340_908));
        var codes = model.StateDict()["output.weight"].Initial;
        Assert.That(codes.Select(Math.Abs), Is.All.EqualTo(1));
        Assert.That(codes.Chunk(84).Select(c => string.Join(",", c)), Is.Unique);
    }

    [TestCase("resnet20_cifar", 269_722, 40.55)]
    [TestCase("resnet56_cifar", 853_018, 125.49)]
    [TestCase("resnet110_cifar", 1_727_962, 252.89)]
    public void Counts_of_CIFAR_nets_are_the_published_ones_to_their_digits(string name, long parameters, double millions)
    {
        var (model, graph, scores) = Build(name);
        Assert.That(model.ParameterCount(), Is.EqualTo(parameters));
        Assert.That(Macs(graph) / 1e6, Is.EqualTo(millions).Within(0.005));
        Assert.That(scores.Shape, Is.EqualTo(new Shape(1, 10)));
    }

    [TestCase("alexnet", 16, "features.0.weight features.10.bias classifier.1.weight classifier.6.bias")]
    [TestCase("vgg16", 32, "features.28.weight classifier.0.weight classifier.3.bias classifier.6.bias")]
    [TestCase("vgg16_bn", 84, "features.0.weight features.1.running_var features.41.running_mean classifier.6.weight")]
    [TestCase("resnet18", 102,
        "conv1.weight bn1.running_mean layer1.0.conv1.weight layer2.0.downsample.0.weight layer2.0.downsample.1.bias layer4.1.bn2.weight fc.bias")]
    [TestCase("resnet50", 267, "layer1.0.downsample.0.weight layer3.5.conv3.weight layer4.2.bn3.running_var")]
    [TestCase("squeezenet1_0", 52, "features.0.weight features.3.squeeze.weight features.12.expand3x3.bias classifier.1.weight")]
    [TestCase("googlenet", 305, "conv1.conv.weight conv1.bn.running_var inception3a.branch1.conv.weight inception4e.branch2.1.bn.weight "
        + "inception5b.branch4.1.conv.weight aux1.conv.conv.weight aux1.fc1.weight aux2.fc2.bias fc.weight")]
    [TestCase("mobilenet_v2", 262, "features.0.0.weight features.1.conv.0.0.weight features.1.conv.1.weight features.1.conv.2.running_var "
        + "features.2.conv.3.bias features.18.1.weight classifier.1.bias")]
    [TestCase("shufflenet_v2_x1_0", 282,
        "conv1.0.weight stage2.0.branch1.0.weight stage2.0.branch1.3.running_mean stage3.7.branch2.6.bias conv5.1.weight fc.bias")]
    [TestCase("densenet121", 606, "features.conv0.weight features.norm0.running_var features.denseblock1.denselayer1.norm1.weight "
        + "features.denseblock4.denselayer16.conv2.weight features.transition1.conv.weight features.norm5.bias classifier.weight")]
    public void Keys_are_torchvisions(string name, int count, string some)
    {
        var keys = Zoo.Create(name).StateDict().Keys.ToArray();
        // Without num_batches_tracked, of which torchvision's files have one for each batch-norm.
        Assert.That(keys, Has.Length.EqualTo(count));
        Assert.That(some.Split(' '), Is.SubsetOf(keys));
    }

    [Test]
    public void The_style_net_has_the_keys_of_PyTorchs_example_and_keeps_the_pictures_size()
    {
        var (model, graph, picture) = Build("transformer_net");
        var keys = model.StateDict().Keys.ToArray();
        // Sixteen convolutions and fifteen norms of two arrays each.
        Assert.That(keys, Has.Length.EqualTo(62));
        Assert.That(
            "conv1.conv2d.weight in1.weight res1.conv1.conv2d.bias res5.in2.bias deconv1.conv2d.weight in5.bias deconv3.conv2d.bias".Split(' '),
            Is.SubsetOf(keys));
        Assert.That(model.ParameterCount(), Is.EqualTo(1_679_235));
        Assert.That(picture.Shape, Is.EqualTo(new Shape(1, 3, 256, 256)));
        Assert.That(Macs(graph), Is.EqualTo(256L * 256 * 81 * 3 * 32 * 2 + 128L * 128 * 9 * 32 * 64 + 64L * 64 * 9 * (64 * 128 + 10 * 128 * 128)
            + 128L * 128 * 9 * 128 * 64 + 256L * 256 * 9 * 64 * 32));
    }

    [Test]
    public void Counting_the_largest_net_is_quick_and_makes_no_weights()
    {
        Build("vgg11");
        var (before, watch) = (GC.GetAllocatedBytesForCurrentThread(), Stopwatch.StartNew());
        Build("vgg19_bn");
        Assert.That(GC.GetAllocatedBytesForCurrentThread() - before, Is.LessThan(10 << 20));
        Assert.That(watch.Elapsed.TotalSeconds, Is.LessThan(2));
    }

    [Test]
    public void Every_name_makes_a_model_of_its_input_and_any_number_of_classes()
    {
        Assert.That(Zoo.Models.Select(m => m.Name), Is.Unique.And.Contains("fashion"));
        foreach (var known in Zoo.Models.Where(m => m.Name is not ("transformer_net" or "style_net" or "lenet5_1998" or "resnet18_features")))
        {
            var model = Zoo.Create(known.Name, numClasses: 7, seed: 1);
            Assert.That(Zoo.NameOf(model), Is.EqualTo(known.Name));
            model.Eval();
            var y = model.Forward(new Graph().Input("x", 2, known.Channels, known.Height, known.Width));
            Assert.That(y.Shape, Is.EqualTo(new Shape(2, 7)), known.Name);
        }
        Assert.That(() => Zoo.Create("alexnett"), Throws.ArgumentException.With.Message.Contains("alexnet, "));
        Assert.That(Zoo.Find("alexnett"), Is.Null);
        Assert.That(Zoo.NameOf(new FashionNet()), Is.Null);
    }

    [Test]
    public void ResNets_start_as_torchvisions_and_as_the_identity_if_asked()
    {
        var plain = ResNet.ResNet18(seed: 5).StateDict();
        var conv = plain["layer3.0.conv2.weight"].Initial;
        Assert.That(Math.Sqrt(conv.Average(v => (double)v * v)), Is.EqualTo(Math.Sqrt(2.0 / (256 * 9))).Within(1).Percent);
        Assert.That(plain["layer3.0.bn2.weight"].Initial, Is.All.EqualTo(1));
        Assert.That(plain["fc.weight"].Initial.Max(Math.Abs), Is.EqualTo(1 / Math.Sqrt(512)).Within(1).Percent);
        Assert.That(ResNet.ResNet18(seed: 5).StateDict()["layer3.0.conv2.weight"].Initial, Is.EqualTo(conv));
        var zero = ResNet.ResNet50(zeroInitResidual: true).StateDict();
        Assert.That(zero["layer1.2.bn3.weight"].Initial, Is.All.Zero);
        Assert.That(zero["layer1.2.bn2.weight"].Initial.Concat(zero["layer1.0.downsample.1.weight"].Initial), Is.All.EqualTo(1));
    }

    [Test]
    public void Vgg_and_tiny_vgg_start_as_their_authors()
    {
        var vgg = Vgg.Vgg11(seed: 2).StateDict();
        Assert.That(Math.Sqrt(vgg["features.3.weight"].Initial.Average(v => (double)v * v)),
            Is.EqualTo(Math.Sqrt(2.0 / (128 * 9))).Within(1).Percent);
        Assert.That(Math.Sqrt(vgg["classifier.6.weight"].Initial.Average(v => (double)v * v)), Is.EqualTo(0.01).Within(1).Percent);
        Assert.That(vgg["features.3.bias"].Initial.Concat(vgg["classifier.6.bias"].Initial), Is.All.Zero);
        var tiny = new TinyVgg(seed: 2).StateDict();
        Assert.That(tiny["conv_1_2.weight"].Initial.Max(Math.Abs), Is.EqualTo(Math.Sqrt(6.0 / 180)).Within(2).Percent);
        var mobile = new MobileNetV1(seed: 2).StateDict()["features.13.3.weight"].Initial;
        Assert.That(mobile.Max(Math.Abs), Is.EqualTo(0.18).Within(0.1).Percent, "cut at two deviations");
    }

    private static (Module Model, Graph Graph, Tensor Scores) Build(string name)
    {
        var (model, known, graph) = (Zoo.Create(name), Zoo.Find(name)!, new Graph());
        model.Eval();
        return (model, graph, model.Forward(graph.Input("x", 1, known.Channels, known.Height, known.Width)));
    }

    private static long Macs(Graph graph) => graph.Nodes.Sum(n => n.Op.Macs(n));
}
