// Feeds damaged files to the readers of model formats.
using System.Diagnostics;

namespace CnnCompute;

/// <summary>What fuzzing one reader came to.</summary>
/// <param name="Reader">The format.</param>
/// <param name="Files">Damaged files that were tried.</param>
/// <param name="Accepted">Read without complaint: what was damaged did not matter.</param>
/// <param name="Refused">Refused with a clear error.</param>
/// <param name="SlowestMs">The longest time one file took, in milliseconds.</param>
/// <param name="MostBytes">The most managed bytes reading one file allocated.</param>
/// <param name="Failed">Files that met anything else: a wrong exception, a message that does not name the file, too much memory or time.</param>
/// <param name="Failures">What happened, for the first ten.</param>
public sealed record FuzzResult(
    string Reader, int Files, int Accepted, int Refused, double SlowestMs, long MostBytes, int Failed, IReadOnlyList<string> Failures);

/// <summary>
/// Reads damaged copies of small sound files. A reader may accept one or refuse it with <see cref="InvalidDataException"/> or
/// <see cref="NotSupportedException"/>, within seconds and without allocating what the file only claims to hold; anything else is a failure.
/// </summary>
public static class ReaderFuzz
{
    private const int MostDescribed = 10;
    private const long MostBytes = 64 << 20;
    private const double MostMilliseconds = 10_000;

    // The formats with their extension and how a file is read.
    private static readonly (string Name, string Extension, Action<string> Read, Func<IReadOnlyList<byte[]>> Sound)[] Formats =
    [
        ("ONNX", ".onnx", ReadOnnx, FuzzFiles.Onnx),
        ("safetensors", ".safetensors", p => Safetensors.Load(p), FuzzFiles.Safetensors),
        ("npy", ".npy", p => Npy.Load(p), FuzzFiles.Npy),
        ("npz", ".npz", p => Npz.Load(p), FuzzFiles.Npz),
    ];

    /// <summary>Names of the formats.</summary>
    public static IReadOnlyList<string> Readers { get; } = [.. Formats.Select(f => f.Name)];

    /// <summary>Reads <paramref name="files"/> damaged files with one reader.</summary>
    public static FuzzResult Run(string reader, int files, ulong seed, CancellationToken cancellation = default)
    {
        var (name, extension, read, makeSound) = Formats.First(r => r.Name == reader);
        var sound = makeSound();
        var folder = Directory.CreateTempSubdirectory("cnn-fuzz");
        var path = Path.Combine(folder.FullName, "damaged" + extension);
        var mutator = new FileMutator(seed);
        var failures = new List<string>();
        var (accepted, refused, failed, slowest, most) = (0, 0, 0, 0.0, 0L);
        try
        {
            foreach (var file in sound)
            {
                File.WriteAllBytes(path, file);
                read(path);
            }
            for (var i = 0; i < files; i++)
            {
                cancellation.ThrowIfCancellationRequested();
                var bytes = mutator.Mutate(sound[i % sound.Count], sound[(i + 1) % sound.Count], (ulong)i);
                File.WriteAllBytes(path, bytes);
                var (start, before) = (Stopwatch.GetTimestamp(), GC.GetAllocatedBytesForCurrentThread());
                string? failure = null;
                var sounds = false;
                try
                {
                    read(path);
                    sounds = true;
                }
                catch (Exception e) when (e is InvalidDataException or NotSupportedException)
                {
                    failure = e.Message.Contains(path, StringComparison.Ordinal) ? null : $"the message does not name the file: {e.Message}";
                }
                catch (Exception e)
                {
                    failure = $"{e.GetType().Name}: {e.Message} {e.StackTrace?.Split('\n').FirstOrDefault()?.Trim()}";
                }
                var (milliseconds, allocated) = (Stopwatch.GetElapsedTime(start).TotalMilliseconds, GC.GetAllocatedBytesForCurrentThread() - before);
                (slowest, most) = (Math.Max(slowest, milliseconds), Math.Max(most, allocated));
                failure ??= allocated > MostBytes ? $"reading {bytes.Length} bytes allocated {allocated:N0}" : null;
                failure ??= milliseconds > MostMilliseconds ? $"reading {bytes.Length} bytes took {milliseconds:F0} ms" : null;
                if (failure is null)
                {
                    (accepted, refused) = (accepted + (sounds ? 1 : 0), refused + (sounds ? 0 : 1));
                    continue;
                }
                failed++;
                if (failures.Count < MostDescribed)
                    failures.Add($"{name}, seed {seed}, file {i}: {failure}");
            }
        }
        finally
        {
            folder.Delete(recursive: true);
        }
        return new FuzzResult(name, files, accepted, refused, slowest, most, failed, failures);
    }

    // Shapes are inferred when a graph is built: a model that loads must build, or say why not.
    private static void ReadOnnx(string path) => OnnxModel.Load(path).Build();
}
