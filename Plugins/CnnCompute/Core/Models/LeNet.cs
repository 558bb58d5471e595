// LeNet-5, as it is taught today and as it was in 1998.
namespace CnnCompute;

/// <summary>
/// LeNet-5 for [N,1,32,32] as it is taught today: two convolutions 5×5 with ReLU and max-pool, three linear layers. Keys are <c>conv1.weight</c>,
/// <c>conv2.weight</c>, <c>fc1.weight</c>… <c>fc3.bias</c>; the layers start as PyTorch's.
/// </summary>
public sealed class LeNet5 : Module
{
    private readonly Conv2d conv1;
    private readonly Conv2d conv2 = new(6, 16, 5);
    private readonly Linear fc1 = new(16 * 5 * 5, 120);
    private readonly Linear fc2 = new(120, 84);
    private readonly Linear fc3;

    /// <summary>A net with initial weights drawn from <paramref name="seed"/>.</summary>
    /// <param name="numClasses">Number of classes.</param>
    /// <param name="padding">2 for pictures of 28×28 pixels.</param>
    /// <param name="seed">Seed of the initial weights.</param>
    [ModelName("lenet5", 1, 32, 32, Norm = "unit")]
    public LeNet5(int numClasses = 10, int padding = 0, ulong seed = 0)
    {
        conv1 = new Conv2d(1, 6, 5, padding: padding);
        fc3 = new Linear(84, numClasses);
        Initialize(seed);
    }

    /// <summary>Scores [N, numClasses].</summary>
    public override Tensor Forward(Tensor x)
    {
        x = conv1.Call(x).Relu().MaxPool2d(2);
        x = conv2.Call(x).Relu().MaxPool2d(2);
        return fc3.Call(fc2.Call(fc1.Call(x.Flatten()).Relu()).Relu());
    }
}

/// <summary>
/// LeNet-5 for [N,1,32,32] (LeCun, Bottou, Bengio and Haffner, "Gradient-based learning applied to document recognition", 1998): trainable
/// subsampling, a third layer whose maps see the maps that table I says, scaled hyperbolic tangents, and an output layer of radial basis functions
/// around fixed pictures of the digits. The paper's input is -0.1 for white paper and 1.175 for black ink. Keys are the paper's names:
/// <c>c1.weight</c>, <c>s2.weight</c>, <c>c3.0.weight</c> (maps 0 to 5), <c>c3.1.weight</c> (6 to 11), <c>c3.2.weight</c> (12 to 14),
/// <c>c3.3.weight</c> (15)… <c>f6.bias</c>, <c>output.weight</c>.
/// </summary>
public sealed class LeNet5Of1998 : Module
{
    // Table I: the maps of S2 that each map of C3 sees, maps with equally many together.
    private static readonly int[][][] Table =
    [
        [[0, 1, 2], [1, 2, 3], [2, 3, 4], [3, 4, 5], [0, 4, 5], [0, 1, 5]],
        [[0, 1, 2, 3], [1, 2, 3, 4], [2, 3, 4, 5], [0, 3, 4, 5], [0, 1, 4, 5], [0, 1, 2, 5]],
        [[0, 1, 3, 4], [1, 2, 4, 5], [0, 2, 3, 5]],
        [[0, 1, 2, 3, 4, 5]],
    ];

    private readonly Conv2d c1 = new(1, 6, 5);
    private readonly Subsampling s2 = new(6);
    private readonly Conv2d[] c3 = [.. Table.Select(maps => new Conv2d(maps.Sum(m => m.Length), maps.Length, 5, groups: maps.Length))];
    private readonly Subsampling s4 = new(16);
    private readonly Conv2d c5 = new(16, 120, 5);
    private readonly Linear f6 = new(120, 84);
    private readonly DigitCodes output = new();
    private readonly ScaledTanh squash = new();

    /// <summary>A net with initial weights drawn from <paramref name="seed"/>.</summary>
    [ModelName("lenet5_1998", 1, 32, 32)]
    public LeNet5Of1998(ulong seed = 0) => Initialize(seed);

    /// <summary>Scores [N,10]: the output layer's squared distances with the sign reversed, so that the largest is the answer.</summary>
    public override Tensor Forward(Tensor x)
    {
        x = squash.Call(s2.Call(squash.Call(c1.Call(x))));
        x = Tensor.Concat(1, [.. c3.Zip(Table, (conv, maps) => conv.Call(Pick(x, maps)))]);
        x = squash.Call(c5.Call(squash.Call(s4.Call(squash.Call(x)))));
        return output.Call(squash.Call(f6.Call(x.Flatten())));
    }

    /// <summary>Everything is uniform in ±2.4 / fan_in.</summary>
    protected override void ResetParameters(Philox random)
    {
        static void Reset(Philox random, Parameter weight, Parameter bias, int inputs)
        {
            weight.Initialize(() => Init.Uniform(random, weight.Shape.Count, 2.4f / inputs));
            bias.Initialize(() => Init.Uniform(random, bias.Shape.Count, 2.4f / inputs, first: weight.Shape.Count));
        }
        foreach (var (conv, stream) in Init.Layers<Conv2d>(this, random))
            Reset(stream, conv.Weight, conv.Bias!, Init.FanIn(conv.Weight.Shape));
        foreach (var (pool, stream) in Init.Layers<Subsampling>(this, random))
            Reset(stream, pool.Weight, pool.Bias, 4);
        Reset(random with { Stream = random.Stream + 1 }, f6.Weight, f6.Bias!, 120);
    }

    private static Tensor Pick(Tensor x, int[][] maps) => Tensor.Concat(1, [.. maps.SelectMany(m => m).Select(channel => x.Slice(1, channel, 1))]);

    // A tanh(2/3 a) with A such that f(1) = 1 and f(-1) = -1.
    private sealed class ScaledTanh : Module
    {
        public override Tensor Forward(Tensor x) => x.Scale(2 / 3f).Tanh().Scale(1.7159f);
    }

    // Four neighbours are added, multiplied by a coefficient per map, and a bias per map is added.
    private sealed class Subsampling : Module
    {
        public Subsampling(int maps)
        {
            Weight = new Parameter("weight", new Shape(maps), () => []);
            Bias = new Parameter("bias", new Shape(maps), () => []);
        }

        public Parameter Weight { get; }

        public Parameter Bias { get; }

        public override Tensor Forward(Tensor x)
        {
            var maps = Weight.Shape[0];
            var window = x.Graph.Parameter(Weight).Reshape(maps, 1, 1, 1).BroadcastTo(new Shape(maps, 1, 2, 2));
            return x.Conv2d(window, stride: 2, groups: maps) + x.Graph.Parameter(Bias).Reshape(maps, 1, 1);
        }
    }

    // Each class is a picture of its digit, 7 by 12 pixels of ±1; they are not learnt. Drawn after the paper's figure 3.
    private sealed class DigitCodes : Module
    {
        private static readonly string[] Pictures =
        [
            "..###.. ...##.. .#####. .#####. ....##. ####### ..####. ####### .#####. .#####.",
            ".#####. ..###.. ####### ####### ...###. ####### .#####. ####### ####### #######",
            "##...## .####.. ##...## ##...## ..####. ##..... ##..... .....## ##...## ##...##",
            "##...## ...##.. .....## .....## .##.##. ##..... ##..... ....##. ##...## ##...##",
            "##...## ...##.. .....## .....## ##..##. ######. ######. ....##. ##...## ##...##",
            "##...## ...##.. ....##. ..####. ##..##. ####### ####### ...##.. .#####. ##...##",
            "##...## ...##.. ...##.. ..####. ####### .....## ##...## ...##.. .#####. #######",
            "##...## ...##.. ..##... .....## ####### .....## ##...## ..##... ##...## .######",
            "##...## ...##.. .##.... .....## ....##. .....## ##...## ..##... ##...## .....##",
            "##...## ...##.. ##..... ##...## ....##. ##...## ##...## .##.... ##...## .....##",
            ".#####. .###### ####### ####### ....##. ####### ####### .##.... ####### .#####.",
            "..###.. .###### ####### .#####. ....##. .#####. .#####. .##.... .#####. .####..",
        ];

        [field: Buffer]
        public Parameter Weight { get; } = new("weight", new Shape(10, 84), Codes, requiresGrad: false);

        public override Tensor Forward(Tensor x)
        {
            var difference = x.Reshape(x.Shape[0], 1, 84) - x.Graph.Parameter(Weight);
            return -(difference * difference).Sum([2]);
        }

        private static float[] Codes() =>
            [.. Enumerable.Range(0, 840).Select(i => (Digit: i / 84, Row: i % 84 / 7, Column: i % 7))
                .Select(p => Pictures[p.Row][(8 * p.Digit) + p.Column] == '#' ? 1f : -1)];
    }
}
