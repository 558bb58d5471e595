// Trains a small net on arrays made here, and asks it: no files, no engine.
using CnnCompute;
using Engine;

string[] classes = ["rising", "falling"];
using var gpu = Gpu.Open();

// 16×16 grey pictures of a slanted line among noise.
(byte[][] Pictures, int[] Labels) Make(int count, int seed)
{
    var noise = new Philox(1, (ulong)seed);
    var (pictures, labels) = (new byte[count][], new int[count]);
    for (var i = 0; i < count; i++)
    {
        labels[i] = (int)(noise.Word((ulong)i) % 2);
        var shift = (int)(noise.Word((ulong)(1_000_000 + i)) % 7) - 3;
        pictures[i] = new byte[16 * 16];
        for (var at = 0; at < 256; at++)
        {
            var (x, y) = (at % 16, at / 16);
            var onLine = Math.Abs((labels[i] == 0 ? 15 - x : x) + shift - y) <= 1;
            pictures[i][at] = (byte)((noise.Word((ulong)((i * 256) + at + 2_000_000)) % 120) + (onLine ? 135 : 0));
        }
    }
    return (pictures, labels);
}

Dataset Set(string name, int count, int seed)
{
    var (pictures, labels) = Make(count, seed);
    return new MemoryDataset(name, (1, 16, 16), classes, pictures, labels);
}

var net = new Sequential(
    new Conv2d(1, 8, 3, padding: 1), new BatchNorm2d(8), new ReLU(), new MaxPool2d(2),
    new Conv2d(8, 16, 3, padding: 1), new BatchNorm2d(16), new ReLU(), new MaxPool2d(2), new Flatten(), new Linear(16 * 4 * 4, 2));
using var trainer = new Trainer(gpu, net, new DataSplits(Set("train", 1024, 1), null, Set("test", 256, 2)), new TrainingSetup
{
    Optimizer = groups => new Adam(groups),
    Schedule = (steps, perEpoch) => new CosineLr(0.003f, steps, 0.1, StepsPerEpoch: perEpoch),
    Criterion = new CrossEntropyCriterion(),
    Epochs = 4,
    BatchSize = 32,
});
var result = trainer.Run();
Console.WriteLine($"{result.Test!.Accuracy:P1} of the test pictures are named rightly");
