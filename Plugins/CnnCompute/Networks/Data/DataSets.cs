// Opens data sets by name or path and parts them.
namespace CnnCompute;

/// <summary>Data sets as recipes and verbs name them.</summary>
public static class DataSets
{
    // Of the machine's memory, samples take as much by themselves, and as much where they are asked to.
    private const double UsualShare = 0.25, MostShare = 0.75;

    private const int Named = 10;

    /// <summary>
    /// Opens what <paramref name="settings"/> name. A test part that the data set has is left as it is; otherwise one is set aside first, then the
    /// validation part from what remains. Nothing is written. Unreadable pictures are left out: those whose headers are wrong always, those whose
    /// data are where samples are cached; without a cache see <see cref="PictureDataset"/>.
    /// </summary>
    /// <param name="settings">What and how.</param>
    /// <param name="cancellation">Ends the reading.</param>
    /// <exception cref="ArgumentException">A setting is not possible.</exception>
    /// <exception cref="IOException">There is no such data set; the nearest names are given.</exception>
    /// <exception cref="InvalidDataException">It is damaged, or nothing can be learnt from it; one sentence says why.</exception>
    public static DataSplits Open(DataSettings settings, CancellationToken cancellation = default)
    {
        settings.Validate();
        List<string> notes = [], unreadable = [];
        var whole = DataSources.Open(settings, notes, unreadable, cancellation);
        if (whole.Train.Classes.Count < 2)
        {
            throw new InvalidDataException($"{settings.Data}: there is one class, '{whole.Train.Classes.FirstOrDefault()}'; a classifier needs at "
                + "least two, each in a folder (or with a label) of its own");
        }
        RequireAll(settings, whole.Train, unreadable);
        var parts = Part(settings, whole, notes);
        var cache = Cache(settings, parts);
        if (cache != CacheMode.None)
        {
            parts = new DataSplits(
                InMemory(parts.Train, unreadable, cancellation), parts.Validation is { } v ? InMemory(v, unreadable, cancellation) : null,
                parts.Test is { } t ? InMemory(t, unreadable, cancellation) : null);
            // Without strata chance may have left a class without pictures, which is told.
            if (settings.Stratified)
                RequireAll(settings, parts.Train, unreadable);
        }
        Describe(settings, parts, unreadable, notes);
        return parts with
        {
            Sampler = settings.Balanced ? new BalancedSampler(parts.Train, (ulong)settings.Seed) : null,
            ClassWeights = settings.ClassWeights ? DatasetStatistics.ClassWeights(parts.Train) : null,
            Cache = cache,
            Unreadable = unreadable,
            Notes = notes,
        };
    }

    /// <summary>Whether a place is a folder that <see cref="Open"/> takes for one of pictures, and not for the files of a known data set.</summary>
    public static bool IsPictureFolder(string path) =>
        Directory.Exists(path) && !IdxDataset.IsIn(path) && !Cifar10.IsIn(path) && PictureFolders.HasAny(FolderStore.List(path));

    private static DataSplits Part(DataSettings settings, DataSplits whole, List<string> notes)
    {
        var data = whole.Train;
        int[] rest = [.. Enumerable.Range(0, data.Count)], test = [], validation = [];
        var wantsValidation = whole.Validation is null && settings.ValidationShare > 0;
        if (whole.Test is null && settings.TestShare > 0)
        {
            (rest, test) = Splitting.Share(data, rest, settings.TestShare, wantsValidation ? 2 : 1, settings, Splitting.Purpose.Test);
            if (test.Length == 0)
                notes.Add($"{settings.Data}: there is no test part, as no class has pictures enough for one");
        }
        if (settings.Limit is { } limit)
            rest = Splitting.Limited(data, rest, limit, settings.Seed);
        if (wantsValidation)
        {
            // Of what there was before the test part was set aside.
            var share = settings.ValidationShare / (test.Length > 0 ? 1 - settings.TestShare : 1);
            (rest, validation) = Splitting.Share(data, rest, share, 1, settings, Splitting.Purpose.Validation);
            if (validation.Length == 0)
            {
                throw new InvalidDataException($"{settings.Data}: no class has two pictures to learn and choose from, so that none can be set aside "
                    + "for validation; add pictures, or set the validation share to 0");
            }
        }
        Dataset Chosen(string what, int[] samples) => samples.Length == data.Count ? data : new SubsetDataset($"{data.Name} {what}", data, samples);
        return new DataSplits(
            Chosen("(to learn)", rest),
            whole.Validation ?? (validation.Length > 0 ? Chosen("(validation)", validation) : null),
            whole.Test ?? (test.Length > 0 ? Chosen("(test)", test) : null));
    }

    private static CacheMode Cache(DataSettings settings, DataSplits parts)
    {
        Dataset?[] all = [parts.Train, parts.Validation, parts.Test];
        var bytes = all.Where(d => d is { InMemory: false }).Sum(d => (long)d!.Count * d.SampleBytes);
        var memory = GC.GetGCMemoryInfo().TotalAvailableMemoryBytes;
        if (settings.Cache is null)
            return bytes <= memory * UsualShare ? CacheMode.Memory : CacheMode.None;
        if (settings.Cache != CacheMode.None && bytes > memory * MostShare)
        {
            throw new InvalidDataException($"{settings.Data}: its samples need {bytes / 1048576.0:N0} MiB of memory, and this machine has "
                + $"{memory / 1048576.0:N0} MiB; choose no cache, a smaller side or a limit");
        }
        return settings.Cache.Value;
    }

    private static Dataset InMemory(Dataset data, List<string> unreadable, CancellationToken cancellation) =>
        data.InMemory ? data : MemoryDataset.Of(data, unreadable, cancellation);

    private static void RequireAll(DataSettings settings, Dataset train, List<string> unreadable)
    {
        if (Array.IndexOf(train.ClassCounts(), 0) is >= 0 and var missing)
        {
            throw new InvalidDataException($"{settings.Data}: class '{train.Classes[missing]}' has no picture to learn from"
                + (unreadable.Count > 0 ? $"; {unreadable.Count:N0} cannot be read, the first: {unreadable[0]}" : ""));
        }
    }

    private static void Describe(DataSettings settings, DataSplits parts, List<string> unreadable, List<string> notes)
    {
        var counts = parts.Train.ClassCounts();
        for (var label = 0; label < counts.Length; label++)
        {
            if (counts[label] == 0)
                notes.Add($"{settings.Data}: class '{parts.Train.Classes[label]}' has no picture in the training part; let the parts be stratified");
        }
        Note("validation", parts.Validation);
        Note("test", parts.Test);
        if (unreadable.Count > 0)
        {
            notes.Add($"{settings.Data}: {unreadable.Count:N0} unreadable picture{(unreadable.Count == 1 ? " is" : "s are")} left out: "
                + string.Join("; ", unreadable.Take(Named)) + (unreadable.Count > Named ? "; and more" : ""));
        }

        void Note(string what, Dataset? part)
        {
            if (part is null)
                return;
            var there = part.ClassCounts();
            string[] absent = [.. part.Classes.Where((_, i) => there[i] == 0 && counts[i] > 0).Select(c => $"'{c}'")];
            if (absent.Length > 0)
            {
                notes.Add($"{settings.Data}: the {what} part has no picture of {string.Join(", ", absent.Take(Named))}"
                    + $"{(absent.Length > Named ? " and others" : "")}, which says nothing about how well they are recognised; "
                    + "a class with few pictures keeps them to learn from");
            }
        }
    }
}
