// Models run by onnxruntime, the judge of exported files.
using System.Diagnostics;
using System.Globalization;
using System.Runtime.InteropServices;
using System.Text.Json;

namespace CnnCompute.Tests;

/// <summary>
/// Calls the npm package onnxruntime-node, which the launcher's test set-up installs under artifacts/ where npm is present. Tests that need it are
/// skipped with a word where it is not.
/// </summary>
internal static class OnnxRuntime
{
    private const int LongestSeconds = 300;
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web);

    private static Process? node;

    private sealed record Port(string Name, string Type, int[] Dims, string File);

    private sealed record Job(string Model, IReadOnlyList<Port> Inputs, string Folder);

    /// <summary>Runs a model file; outputs by name in NCHW order.</summary>
    public static Dictionary<string, double[]> Run(string model, IReadOnlyDictionary<string, (Shape Shape, DType Type, double[] Values)> inputs)
    {
        var module = Module();
        var folder = Directory.CreateTempSubdirectory("onnxruntime").FullName;
        try
        {
            var ports = inputs.Select((input, i) =>
            {
                var file = Path.Combine(folder, $"input{i}.raw");
                File.WriteAllBytes(file, Bytes(input.Value.Type, input.Value.Values));
                return new Port(input.Key, TypeName(input.Value.Type), input.Value.Shape.ToArray(), file);
            }).ToArray();
            Ask(module, JsonSerializer.Serialize(new Job(model, ports, folder), Json));
            var error = Path.Combine(folder, "error.txt");
            if (File.Exists(error))
                Assert.Fail($"onnxruntime refuses {model}: {File.ReadAllText(error)}");
            var outputs = JsonSerializer.Deserialize<Port[]>(File.ReadAllText(Path.Combine(folder, "outputs.json")), Json)!;
            return outputs.ToDictionary(o => o.Name, o => Values(o.Type, File.ReadAllBytes(o.File)));
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static string Module()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            var module = Path.Combine(folder.FullName, "artifacts", "npm", "node_modules", "onnxruntime-node");
            if (Directory.Exists(module)
                && (Environment.GetEnvironmentVariable("PATH") ?? "").Split(':').Any(p => File.Exists(Path.Combine(p, "node"))))
            {
                return module;
            }
        }
        Assert.Ignore("node or onnxruntime-node is not there: `./cnn test` installs the package where npm is present");
        return "";
    }

    // One node serves all tests: it ends when this process does and its input with it. After a failure the next test has a new one.
    private static void Ask(string module, string job)
    {
        var script = Path.Combine(AppContext.BaseDirectory, "Formats", "onnxruntime.js");
        node ??= Process.Start(new ProcessStartInfo("node", [script, module]) { RedirectStandardInput = true, RedirectStandardOutput = true })!;
        var answer = Task.Run(() =>
        {
            node.StandardInput.WriteLine(job);
            return node.StandardOutput.ReadLine();
        });
        try
        {
            Assert.That(answer.Wait(TimeSpan.FromSeconds(LongestSeconds)), Is.True, $"onnxruntime did not answer within {LongestSeconds} s");
            Assert.That(answer.Result, Is.EqualTo("done"), "node ended; what it said stands before this");
        }
        catch
        {
            node.Kill(entireProcessTree: true);
            node.Dispose();
            node = null;
            throw;
        }
    }

    private static string TypeName(DType type) => type switch { DType.F32 => "float32", DType.I32 => "int32", _ => "bool" };

    private static byte[] Bytes(DType type, double[] values) => type switch
    {
        DType.F32 => MemoryMarshal.AsBytes<float>(Array.ConvertAll(values, v => (float)v)).ToArray(),
        DType.I32 => MemoryMarshal.AsBytes<int>(Array.ConvertAll(values, v => (int)v)).ToArray(),
        _ => Array.ConvertAll(values, v => v != 0 ? (byte)1 : (byte)0),
    };

    private static double[] Values(string type, byte[] bytes) => type switch
    {
        "float32" => Array.ConvertAll(MemoryMarshal.Cast<byte, float>(bytes).ToArray(), v => (double)v),
        "int32" => Array.ConvertAll(MemoryMarshal.Cast<byte, int>(bytes).ToArray(), v => (double)v),
        "int64" => Array.ConvertAll(MemoryMarshal.Cast<byte, long>(bytes).ToArray(), v => (double)v),
        "bool" => Array.ConvertAll(bytes, v => (double)v),
        _ => throw new InvalidDataException(string.Create(CultureInfo.InvariantCulture, $"onnxruntime gave values of type {type}")),
    };
}
