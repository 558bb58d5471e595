// Small sound files of every kind that verbs read; damaged copies of them are what the suites try.
using System.Buffers.Binary;
using System.Diagnostics;
using System.IO.Compression;
using Engine;

namespace CnnCompute;

/// <summary>A folder of sound files, made once.</summary>
internal sealed class SoundFiles
{
    private const int Side = 28, LenetSide = 32;

    /// <summary>Makes the files in <paramref name="folder"/>.</summary>
    public SoundFiles(string folder)
    {
        Folder = Path.GetFullPath(folder);
        Directory.CreateDirectory(Folder);
        var pixels = new byte[24 * 16 * 4];
        for (var i = 0; i < pixels.Length; i++)
            pixels[i] = i % 4 == 3 ? (byte)255 : (byte)(i * 7 % 251);
        PngFile.Write(Picture, 24, 16, pixels);
        var net = new Sequential(new Conv2d(3, 4, 3, stride: 2, padding: 1), new BatchNorm2d(4), new ReLU(), new MaxPool2d(2),
            new Conv2d(4, 4, 3, padding: 1, groups: 2), new Flatten(), new Linear(16, 5));
        net.Initialize(1);
        net.Eval();
        OnnxExport.Save(Model, net, new Shape(1, 3, 8, 8),
            metadata: ModelMetadata.Of(net, (3, 8, 8), PixelNorm.Unit, ["cat", "dog", "fish", "bird", "horse"]));
        var lenet = Zoo.Create("lenet5");
        Safetensors.Save(Weights, lenet.StateDict().Select(e => KeyValuePair.Create(e.Key, new TensorData(e.Value.Shape, [.. e.Value.Initial]))),
            ModelMetadata.Of(lenet, (1, LenetSide, LenetSide), PixelNorm.Unit, []));
        File.WriteAllText(Labels, "cat\ndog\nfish\nbird\nhorse\n");
        File.WriteAllText(In("labels.json"), """{"0": "cat", "1": "dog", "2": "fish", "3": "bird", "4": "horse"}""");
        File.WriteAllText(In("labels.csv"), "index,name\n0,cat\n1,dog\n2,fish\n3,bird\n4,horse\n");
        File.WriteAllText(Scene, $$"""
            name: fuzzed
            entities:
              - name: camera
                VideoSource: { source: testpattern, width: 32, height: 24, rate: 25 }
              - name: net
                Classifier: { model: "{{Model}}", image: camera, budget: 12 }
              - name: eye
                Transform: &place { position: [0, 0, 4], rotation: [0, 0, 0] }
                Camera: { fieldOfView: 42, background: "#10131a" }
              - name: screen
                Transform: { position: [0.5, -0.25, 0], scale: [2, 1.5, 1] }
                MeshRenderer: { image: camera, unlit: true }
              - name: words
                Label: { text: "what it sees", position: [8, 8], size: 12, colour: "#e8eef8" }
                Readout: { target: net, show: top }
            """);
        Idx("train", 64);
        Idx("t10k", 20);
        var style = Path.Combine(EnvironmentVariables.Home, "Scenes", "Assets", "style-wave.safetensors");
        HasStyle = File.Exists(style);
        if (HasStyle)
            File.Copy(style, In("style.safetensors"));
        var example = Path.Combine(ConformanceCommand.DebianFolder, "node", "test_conv_with_strides_padding");
        foreach (var file in Directory.Exists(example) ? Directory.GetFiles(example, "*", SearchOption.AllDirectories) : [])
        {
            var copy = In(Path.Combine("case", Path.GetRelativePath(example, file)));
            Directory.CreateDirectory(Path.GetDirectoryName(copy)!);
            File.Copy(file, copy);
        }
        HasFfmpeg = Make("movie.mp4", "-t", "0.4", "-pix_fmt", "yuv420p");
        foreach (var name in HasFfmpeg ? (string[])["movie.ts", "movie.gif", "movie.webm"] : [])
            Make(name, "-t", "0.4");
        foreach (var name in HasFfmpeg ? (string[])["picture.jpg", "picture.bmp", "picture.gif", "picture.tiff", "picture.webp"] : [])
            Make(name, "-frames:v", "1");
    }

    /// <summary>The folder, which also holds the IDX files.</summary>
    public string Folder { get; }

    /// <summary>A PNG.</summary>
    public string Picture => In("picture.png");

    /// <summary>A classifier of 3×8×8 pictures.</summary>
    public string Model => In("model.onnx");

    /// <summary>A classifier of grey 32×32 pictures.</summary>
    public string Weights => In("weights.safetensors");

    /// <summary>Five names.</summary>
    public string Labels => In("labels.txt");

    /// <summary>A scene with a net.</summary>
    public string Scene => In("scene.yaml");

    /// <summary>Whether there are videos, and pictures of other formats.</summary>
    public bool HasFfmpeg { get; }

    /// <summary>Whether there is a style net.</summary>
    public bool HasStyle { get; }

    /// <summary>A file of the folder.</summary>
    public string In(string name) => Path.Combine(Folder, name);

    /// <summary>Those of <paramref name="names"/> that could be made.</summary>
    public IReadOnlyList<string> Existing(params IReadOnlyList<string> names) => [.. names.Select(In).Where(File.Exists)];

    // Pictures with one bright corner, told apart easily; their number is a multiple of a batch.
    private void Idx(string prefix, int count)
    {
        byte[] images = new byte[16 + (count * Side * Side)], labels = new byte[8 + count];
        BinaryPrimitives.WriteInt32BigEndian(images, 0x0803);
        BinaryPrimitives.WriteInt32BigEndian(images.AsSpan(4), count);
        BinaryPrimitives.WriteInt32BigEndian(images.AsSpan(8), Side);
        BinaryPrimitives.WriteInt32BigEndian(images.AsSpan(12), Side);
        BinaryPrimitives.WriteInt32BigEndian(labels, 0x0801);
        BinaryPrimitives.WriteInt32BigEndian(labels.AsSpan(4), count);
        var random = new Philox(5, (ulong)count);
        for (var i = 0; i < count; i++)
        {
            labels[8 + i] = (byte)(i % 10);
            for (var p = 0; p < Side * Side; p++)
            {
                var bright = p / Side / 3 == i % 10 ? 150u : 0;
                images[16 + (i * Side * Side) + p] = (byte)((random.Word((ulong)((i * Side * Side) + p)) % 100) + bright);
            }
        }
        foreach (var (name, bytes) in new[] { ($"{prefix}-images-idx3-ubyte.gz", images), ($"{prefix}-labels-idx1-ubyte.gz", labels) })
        {
            using var zip = new GZipStream(File.Create(In(name)), CompressionLevel.Fastest);
            zip.Write(bytes);
        }
    }

    private bool Make(string name, params string[] arguments)
    {
        try
        {
            var start = new ProcessStartInfo("ffmpeg",
                ["-v", "quiet", "-y", "-f", "lavfi", "-i", "testsrc=size=32x24:rate=10", .. arguments, In(name)])
            {
                RedirectStandardOutput = true,
                RedirectStandardError = true,
            };
            using var process = Process.Start(start)!;
            var (output, error) = (process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
            process.WaitForExit();
            Task.WaitAll(output, error);
            return process.ExitCode == 0 && File.Exists(In(name));
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return false;
        }
    }
}
