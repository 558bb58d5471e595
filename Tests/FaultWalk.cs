// Makes every Vulkan call of a piece of work fail in turn. Linked into the test projects.
using Engine;

/// <summary>Runs work once untouched, then once for each function it calls, some of its calls, and the errors it may return.</summary>
internal static class FaultWalk
{
    /// <summary>
    /// Every run must end as if nothing had happened or throw a <see cref="GpuException"/> of one line that names the error (another one only where
    /// <paramref name="accept"/> says so), leave no object alive, and have every Vulkan object destroyed when the device is disposed.
    /// </summary>
    /// <param name="options">How devices are opened.</param>
    /// <param name="work">What is done; it disposes what it makes.</param>
    /// <param name="except">Functions whose failures another walk covers.</param>
    /// <param name="accept">Other ways to fail that are right.</param>
    /// <param name="brief">One error for each function, at its first and its last call: for long work.</param>
    /// <returns>How many faults were tried, by function.</returns>
    public static Dictionary<string, int> Run(
        GpuOptions options, Action<Gpu> work, IReadOnlyCollection<string>? except = null, Func<Exception, bool>? accept = null, bool brief = false)
    {
        var clean = new VulkanFaults();
        Assert.That(Try(options with { Faults = clean }, work, out var wrong), Is.Null, "untouched");
        Assert.That(wrong, Is.Empty);
        Assert.That(clean.Living, Is.Empty, "untouched");
        var tried = new Dictionary<string, int>();
        var failures = new List<string>();
        foreach (var (function, calls) in clean.Calls.Where(c => except?.Contains(c.Key) != true).OrderBy(c => c.Key, StringComparer.Ordinal))
        {
            var errors = VulkanFaults.ErrorsOf(function);
            foreach (var call in (brief ? (int[])[1, calls] : [1, (calls + 1) / 2, calls]).Distinct())
            {
                // One error serves in the middle and at the end.
                foreach (var error in call == 1 && !brief ? errors : [errors[0]])
                {
                    var fault = $"{function}:{call}={error}";
                    var faults = new VulkanFaults(fault);
                    var thrown = Try(options with { Faults = faults }, work, out wrong);
                    tried[function] = tried.GetValueOrDefault(function) + 1;
                    if (wrong.Length > 0)
                        failures.Add($"{fault}: {wrong}");
                    if (faults.Living.Count > 0)
                        failures.Add($"{fault}: not destroyed: {string.Join(", ", faults.Living)}");
                    if (thrown is not null && accept?.Invoke(thrown) != true && (thrown is not GpuException || thrown.Message.Contains('\n')))
                        failures.Add($"{fault}: {thrown}");
                    if (thrown is GpuException { Result: var result } && !Names(error, result) && accept?.Invoke(thrown) != true)
                        failures.Add($"{fault} was told as: {thrown.Message}");
                }
            }
        }
        TestContext.Out.WriteLine($"{tried.Values.Sum()} faults in {tried.Count} functions");
        Assert.That(failures, Is.Empty, string.Join('\n', failures.Take(20)));
        return tried;
    }

    // ERROR_DEVICE_LOST is ErrorDeviceLost there; full memory may be told of either kind, and what has words of its own carries no result.
    private static bool Names(string error, string result) => result.Length == 0
        || error.Replace("_", "", StringComparison.Ordinal).Equals(result, StringComparison.OrdinalIgnoreCase)
        || (error is "ERROR_OUT_OF_HOST_MEMORY" or "ERROR_MEMORY_MAP_FAILED" && result == "ErrorOutOfDeviceMemory");

    private static Exception? Try(GpuOptions options, Action<Gpu> work, out string wrong)
    {
        wrong = "";
        try
        {
            using var gpu = Gpu.Open(options);
            try
            {
                work(gpu);
            }
            finally
            {
                wrong = gpu.LiveObjects == 0 ? "" : $"left alive: {gpu.DescribeLiveObjects()}";
            }
        }
        catch (Exception e)
        {
            return e;
        }
        return null;
    }
}
