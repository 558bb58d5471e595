// The suites of damaged files: which verb reads what.
namespace CnnCompute;

internal static class VerbSuites
{
    private static readonly string[] Headless = ["--headless", "--frames", "2", "--size", "64x48"];

    /// <summary>
    /// The suites that are wanted, for a folder of sound files; a training is made with <paramref name="runner"/> where those of checkpoints are.
    /// </summary>
    public static IEnumerable<VerbSuite> All(SoundFiles files, VerbRunner runner, Func<string, bool> wanted) =>
        All(files).Where(s => wanted(s.Name) && s.Sound.Count > 0)
            .Concat(wanted("train checkpoint") || wanted("eval checkpoint") ? OfCheckpoints(files, runner).Where(s => wanted(s.Name)) : []);

    private static IEnumerable<VerbSuite> All(SoundFiles files)
    {
        string[] steps = ["--steps", "1", "--octaves", "1", "--size", "16"];
        yield return new("classify onnx", [files.Model], (f, _) => ["classify", files.Picture, "--model", f], Head: int.MaxValue);
        yield return new("inspect onnx", [files.Model], (f, _) => ["inspect", f], Head: int.MaxValue);
        yield return new("export onnx", [files.Model], (f, o) => ["export", f, Path.Combine(o, "copy.npz")], Head: int.MaxValue);
        yield return new("dream onnx", [files.Model],
            (f, o) => ["dream", files.Picture, "--model", f, .. steps, "--out", Path.Combine(o, "dream.png")], Head: int.MaxValue);
        yield return new("explain onnx", [files.Model],
            (f, o) => ["explain", files.Picture, "--model", f, "--method", "gradient", "--out", Path.Combine(o, "explain.png")], Head: int.MaxValue);
        yield return new("classify safetensors", [files.Weights], (f, _) => ["classify", files.Picture, "--model", f]);
        yield return new("inspect safetensors", [files.Weights], (f, _) => ["inspect", f]);
        yield return new("export safetensors", [files.Weights], (f, o) => ["export", f, Path.Combine(o, "copy.onnx")]);
        yield return new("classify labels", files.Existing("labels.txt", "labels.json", "labels.csv"),
            (f, _) => ["classify", files.Picture, "--model", files.Model, "--labels", f]);
        yield return new("classify pictures", files.Existing("picture.png", "picture.jpg", "picture.bmp", "picture.gif"),
            (f, _) => ["classify", f, "--model", files.Model]);
        yield return new("dream pictures", files.Existing("picture.png", "picture.jpg", "picture.bmp", "picture.gif"),
            (f, o) => ["dream", f, "--model", files.Model, .. steps, "--out", Path.Combine(o, "dream.png")]);
        yield return new("explain pictures", files.Existing("picture.png", "picture.jpg"),
            (f, o) => ["explain", f, "--model", files.Model, "--method", "gradient", "--out", Path.Combine(o, "explain.png")]);
        yield return new("dream videos", files.Existing("movie.mp4", "movie.ts", "movie.webm"),
            (f, o) => ["dream", f, "--model", files.Model, .. steps, "--frames", "3", "--out", Path.Combine(o, "dream.mp4")]);
        yield return new("train idx", files.Existing("train-images-idx3-ubyte.gz", "train-labels-idx1-ubyte.gz"),
            (f, o) => ["train", "fashion", "--data", Data(files, f, o), "--epochs", "1", "--batch", "32", "--out", o]);
        yield return new("play scene", [files.Scene],
            (f, o) => ["play", f, .. Headless, "--out", o], Head: int.MaxValue, NeedsPlayer: true);
        yield return new("play onnx", [files.Model],
            (f, o) => ["play", files.Scene, .. Headless, "--out", o, "--model", f], int.MaxValue, NeedsPlayer: true);
        yield return new("play videos", files.Existing("movie.mp4", "movie.ts", "movie.gif", "picture.jpg"),
            (f, o) => ["play", files.Scene, .. Headless, "--out", o, "--source", f], NeedsPlayer: true);
        yield return new("style net", files.Existing("style.safetensors"),
            (f, o) => ["style", files.Picture, "--net", f, "--out", Path.Combine(o, "style.png")]);
        yield return new("style pictures", files.HasStyle ? files.Existing("picture.png", "picture.jpg") : [],
            (f, o) => ["style", f, "--net", files.In("style.safetensors"), "--out", Path.Combine(o, "style.png")]);
        yield return new("conformance case", files.Existing("case/model.onnx", "case/test_data_set_0/input_0.pb", "case/test_data_set_0/output_0.pb"),
            (f, o) => ["conformance", Case(files, f, o)], Head: int.MaxValue);
    }

    private static IEnumerable<VerbSuite> OfCheckpoints(SoundFiles files, VerbRunner runner)
    {
        var checkpoint = Train(files, runner);
        yield return new("train checkpoint", [checkpoint], (f, o) => ["train", "--data", files.Folder, "--resume", f, "--out", o], 16384);
        yield return new("eval checkpoint", [checkpoint], (f, _) => ["eval", f, "--data", files.Folder], 16384);
    }

    // A case of ONNX's own tests with the damaged file in it.
    private static string Case(SoundFiles files, string damaged, string folder)
    {
        var data = Directory.CreateDirectory(Path.Combine(folder, "case", "test_data_set_0")).FullName;
        foreach (var file in Directory.EnumerateFiles(files.In("case"), "*", SearchOption.AllDirectories))
        {
            var source = Path.GetFileName(file) == Path.GetFileName(damaged) ? damaged : file;
            File.Copy(source, Path.Combine(folder, Path.GetRelativePath(files.Folder, file)), overwrite: true);
        }
        return Path.GetDirectoryName(data)!;
    }

    // A folder with the damaged file in place of the sound one.
    private static string Data(SoundFiles files, string damaged, string folder)
    {
        foreach (var file in Directory.EnumerateFiles(files.Folder, "*.gz"))
            File.Copy(file, Path.Combine(folder, Path.GetFileName(file)), overwrite: true);
        File.Copy(damaged, Path.Combine(folder, Path.GetFileName(damaged)), overwrite: true);
        return folder;
    }

    private static string Train(SoundFiles files, VerbRunner runner)
    {
        var last = files.In("last.safetensors");
        string[] training = ["train", "fashion", "--data", files.Folder, "--epochs", "2", "--batch", "32", "--out", files.Folder];
        var outcome = runner.Run(training, VerbSuite.Limits);
        return outcome.Code == 0 && File.Exists(last) ? last
            : throw new InvalidOperationException($"train checkpoint: a training of two epochs failed: {outcome.Error}");
    }
}
