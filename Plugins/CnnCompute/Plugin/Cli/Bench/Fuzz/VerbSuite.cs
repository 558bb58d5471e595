// One verb fed with damaged files of one kind.
using System.Globalization;
using Engine;

namespace CnnCompute;

/// <summary>What a suite came to.</summary>
/// <param name="Suite">Its name.</param>
/// <param name="Tried">Runs.</param>
/// <param name="Accepted">Runs that did their work all the same.</param>
/// <param name="Survived">Runs that did their work or said in one sentence why they could not.</param>
/// <param name="SlowestSeconds">The longest run.</param>
/// <param name="MostBytes">The most memory that one held; 0 where that was not measured.</param>
/// <param name="Failures">What went wrong with the others; their inputs are kept.</param>
internal sealed record SuiteResult(
    string Suite, int Tried, int Accepted, int Survived, double SlowestSeconds, long MostBytes, IReadOnlyList<string> Failures);

/// <summary>A verb and a kind of file.</summary>
/// <param name="Name">VERB KIND.</param>
/// <param name="Sound">Sound files; none leaves the suite out.</param>
/// <param name="Arguments">The verb's arguments for a damaged file and a folder to write to.</param>
/// <param name="Head">Bytes at the beginning in which every other damage falls: headers matter more than data.</param>
/// <param name="NeedsPlayer">Whether the verb is the player's own.</param>
internal sealed record VerbSuite(
    string Name, IReadOnlyList<string> Sound, Func<string, string, string[]> Arguments, int Head = 2048, bool NeedsPlayer = false)
{
    /// <summary>The limits of a run: what the machine does beside it must not matter.</summary>
    public static VerbLimits Limits { get; } = new(90, 1200L << 20);

    /// <summary>Runs the verb on sound files, of which one at least must do, and on so many damaged ones of those that do.</summary>
    /// <param name="runner">How.</param>
    /// <param name="trials">Damaged files.</param>
    /// <param name="seed">Which damages.</param>
    /// <param name="folder">Where to work; files that went wrong are kept in <paramref name="kept"/>.</param>
    /// <param name="kept">The folder for those.</param>
    /// <param name="cancellation">Ends it early.</param>
    public SuiteResult Run(VerbRunner runner, int trials, ulong seed, string folder, string kept, CancellationToken cancellation)
    {
        var (mutator, failures) = (new FileMutator(seed), new List<string>());
        var (accepted, survived, slowest, most) = (0, 0, 0.0, 0L);
        var sounds = new List<string>();
        foreach (var file in Sound)
        {
            var outcome = runner.Run(Arguments(file, Empty(folder)), Limits);
            if (outcome.Code == 0)
                sounds.Add(file);
            else
                Log.Warning($"{Name}: {Path.GetFileName(file)} is left out: undamaged it does not do: {outcome.Error.Trim()}");
        }
        if (sounds.Count == 0)
            throw new InvalidOperationException($"{Name}: none of its undamaged files does");
        byte[][] files = [.. sounds.Select(File.ReadAllBytes)];
        for (var i = 0; i < trials && !cancellation.IsCancellationRequested; i++)
        {
            var sound = sounds[i % sounds.Count];
            var damaged = Path.Combine(folder, Path.GetFileName(sound));
            File.WriteAllBytes(damaged, Damage(mutator, files[i % files.Length], files[(i + 1) % files.Length], i));
            var outcome = runner.Run(Arguments(damaged, Empty(folder)), Limits);
            (slowest, most) = (Math.Max(slowest, outcome.Seconds), Math.Max(most, outcome.PeakBytes));
            if (outcome.Wrong(Limits) is not { } wrong)
            {
                (accepted, survived) = (accepted + (outcome.Code == 0 ? 1 : 0), survived + 1);
                continue;
            }
            Directory.CreateDirectory(kept);
            var name = string.Create(CultureInfo.InvariantCulture, $"{Name.Replace(' ', '-')}-{seed}-{i}{Path.GetExtension(damaged)}");
            var copy = Path.Combine(kept, name);
            File.Copy(damaged, copy, overwrite: true);
            failures.Add($"{Name}: {copy}: {wrong}");
        }
        return new SuiteResult(Name, survived + failures.Count, accepted, survived, slowest, most, failures);
    }

    // Bits, bytes, lengths and splices, mostly in the head; now and then something large.
    private byte[] Damage(FileMutator mutator, byte[] file, byte[] other, int number)
    {
        var head = Math.Min(Head, file.Length);
        return number switch
        {
            0 => [],
            _ when number % 16 == 3 => file[..(int)((long)number * 7919 % file.Length)],
            _ when number % 16 == 9 => [.. file[..(file.Length / 2)], .. file[(file.Length / 4)..]],
            _ when number % 32 == 13 => [.. file, .. new byte[4 << 20]],
            _ when number % 4 == 1 => Changed(file, number),
            _ when number % 2 == 0 =>
                [.. mutator.Mutate(file.AsSpan(0, head), other.AsSpan(0, Math.Min(Head, other.Length)), (ulong)number), .. file[head..]],
            _ => mutator.Mutate(file, other, (ulong)number),
        };
    }

    // As long as before, one to eight bytes changed near its beginning: what keeps its structure goes deepest.
    private byte[] Changed(byte[] file, int number)
    {
        var (random, bytes) = (new Philox(99, (ulong)number), file.ToArray());
        for (var i = 0u; i <= random.Word(0) % 8; i++)
            bytes[(int)(random.Word((2 * i) + 1) % (uint)Math.Min(Head, bytes.Length))] = (byte)random.Word((2 * i) + 2);
        return bytes;
    }

    private static string Empty(string folder)
    {
        var results = Path.Combine(folder, "results");
        if (Directory.Exists(results))
            Directory.Delete(results, recursive: true);
        Directory.CreateDirectory(results);
        return results;
    }
}
