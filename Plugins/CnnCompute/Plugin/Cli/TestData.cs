// The samples that a trained network is measured on.
using Engine;

namespace CnnCompute;

/// <summary>Opens them as the network wants its pictures, in the order of its classes.</summary>
internal static class TestData
{
    /// <summary>Under which a whole net says by which recipe it was trained.</summary>
    public const string RecipeKey = "recipe";

    private const string Usual = "fashion-mnist";

    /// <summary>The recipe by which a network was trained; null where its file does not say.</summary>
    public static TrainingRecipe? RecipeOf(ModelFile model, Checkpoint? checkpoint)
    {
        var text = checkpoint?.Recipe ?? (model.Module as OnnxModel)?.Metadata.GetValueOrDefault(RecipeKey);
        if (string.IsNullOrEmpty(text))
            return null;
        try
        {
            return TrainingRecipe.Read(RecipeNode.Parse(text, $"{model.Path}: the recipe in it", hasLines: false));
        }
        catch (InvalidDataException) when (checkpoint is null)
        {
            // Other programs' files may have words under the same key.
            return null;
        }
    }

    /// <summary>
    /// The test part of what it was trained on, parted as then; or of other data, all of which is taken where it has no test part of its own.
    /// </summary>
    /// <exception cref="IOException">There is no such data set.</exception>
    /// <exception cref="InvalidDataException">It is damaged, or has classes that the network does not know.</exception>
    public static Dataset Open(ModelFile model, Checkpoint? checkpoint, string? given, CancellationToken cancellation)
    {
        var recipe = RecipeOf(model, checkpoint);
        // The files of the same data set may lie elsewhere by now.
        var name = recipe?.Data.Split('=')[0];
        var isOwn = recipe is not null && (given is null || given == name || IsSamePlace(given, recipe.Data));
        var data = given ?? recipe?.Data ?? Usual;
        // A folder of the files of a known data set needs no name of it before it.
        if (given is not null && Directory.Exists(given) && !DataSets.IsPictureFolder(given))
            data = $"{(name is "mnist" or "cifar10" ? name : Usual)}={given}";
        DataSettings Fitted(DataSettings settings) => settings with
        {
            Side = model.Height > 0 ? model.Height : settings.Side,
            Channels = model.Channels is 1 or 3 ? model.Channels : settings.Channels,
        };
        var (asThen, whole) = (Fitted((recipe?.DataSettings() ?? new DataSettings()) with { Data = data }),
            Fitted(new DataSettings { Data = data, ValidationShare = 0, TestShare = 0 }));
        // Whole nets say by which recipe they were trained, and not on which pictures.
        isOwn = isOwn || (recipe is not null && checkpoint is { Data.Length: > 0 } && IsSame(asThen, checkpoint.Data, cancellation));
        var splits = DataSets.Open(isOwn ? asThen : whole, cancellation);
        if (splits.Test is null && splits.Validation is null)
        {
            Log.Information(
                $"{data} has no test part: all of its {splits.Train.Count:N0} pictures are judged, also those that were perhaps learnt from");
        }
        return InOrder(splits.Test ?? splits.Validation ?? splits.Train, model);
    }

    private static bool IsSamePlace(string a, string b)
    {
        static string Whole(string path) => Path.TrimEndingDirectorySeparator(Path.GetFullPath(path));
        return a == b || (Path.Exists(a) && Path.Exists(b) && Whole(a) == Whole(b));
    }

    // The folder may have been moved, or be written in another way; what was learnt from must not be what is tested on.
    private static bool IsSame(DataSettings settings, string fingerprint, CancellationToken cancellation)
    {
        try
        {
            return DataSets.Open(settings with { Cache = CacheMode.None }, cancellation).Fingerprint() == fingerprint;
        }
        catch (InvalidDataException)
        {
            return false;
        }
    }

    private static Dataset InOrder(Dataset data, ModelFile model)
    {
        var names = model.Labels;
        if (names.Count == 0 || names.SequenceEqual(data.Classes))
            return data;
        int[] places = [.. data.Classes.Select(c => names.ToList().IndexOf(c))];
        return places.Contains(-1) ? data : new Renamed(data, names, places);
    }

    /// <summary>Classes as the network numbers them.</summary>
    private sealed class Renamed(Dataset data, IReadOnlyList<string> names, int[] places) : Dataset
    {
        public override string Name => data.Name;

        public override int Count => data.Count;

        public override int Channels => data.Channels;

        public override int Height => data.Height;

        public override int Width => data.Width;

        public override bool InMemory => data.InMemory;

        public override IReadOnlyList<string> Classes => names;

        public override void Read(int index, Span<byte> pixels) => data.Read(index, pixels);

        public override int Label(int index) => places[data.Label(index)];
    }
}
