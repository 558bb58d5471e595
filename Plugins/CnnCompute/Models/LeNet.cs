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
