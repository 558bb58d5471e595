// Teaches a net three patterns by a few examples of each, asks it, and keeps what it learnt as one file.
using CnnCompute;
using Engine;

const int Side = 96;
using var app = new App(new AppOptions { Headless = true });
var camera = app.Pixels(Side, Side);
var mine = app.Net(ModelFile.Usual, new NetOptions { Size = Side }).Teach(camera, budget: 0);

string[] names = ["stripes", "checks", "rings"];
for (var example = 0; example < 3; example++)
{
    foreach (var name in names)
    {
        camera.Push(Pattern(name, 6 + (2 * example)));
        mine.Add(name);
        Settle();
    }
}
foreach (var name in names)
{
    camera.Push(Pattern(name, 9));
    Settle();
    Console.WriteLine($"{name} is seen as {mine.Label} ({mine.Score:P0})");
}
mine.Save("patterns.onnx");
Settle();
using var saved = Net.Open("patterns.onnx", gpu: app.Gpu);
Console.WriteLine($"the file says {saved.Classify(Pattern("rings", 11), Side, Side)[0].Label}");

void Settle()
{
    for (var frame = 0; frame < 6 || !mine.IsSettled; frame++)
        app.Step();
}

static byte[] Pattern(string name, int size) => [.. Enumerable.Range(0, Side * Side).SelectMany(at =>
{
    double x = at % Side, y = at / Side, ring = Math.Sqrt(Math.Pow(x - (Side / 2), 2) + Math.Pow(y - (Side / 2), 2));
    var on = name switch
    {
        "stripes" => (int)(x / size) % 2 == 0,
        "checks" => ((int)(x / size) + (int)(y / size)) % 2 == 0,
        _ => (int)(ring / size) % 2 == 0,
    };
    var level = on ? byte.MaxValue : (byte)30;
    return new byte[] { level, level, level, byte.MaxValue };
})];
