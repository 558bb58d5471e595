// Pictures in files, of any sizes, with a class each.
using System.Collections.Concurrent;
using Engine;

namespace CnnCompute;

/// <summary>
/// Picture files as samples of one size: upright as their EXIF data says, upon white where they are transparent, the shorter side resized as Pillow
/// does it (bilinear, antialiased) and the middle cut out; RGB, or Rec. 601 grey. Each is decoded whenever it is read.
/// </summary>
/// <remarks>
/// A file whose bytes turn out to be no whole picture does not end a training: the next sample of the same class takes its place, always the same one,
/// and it is counted and named (<see cref="Damaged"/>). A file that is gone, or that may not be read, is an error that names it: then the data set is
/// not what it was.
/// </remarks>
public sealed class PictureDataset : Dataset
{
    private readonly PictureStore store;
    private readonly (string File, int Label)[] samples;
    private readonly ConcurrentDictionary<int, string> damaged = [];

    internal PictureDataset(
        string name, PictureStore store, IReadOnlyList<string> classes, IEnumerable<(string File, int Label)> samples,
        (int Channels, int Height, int Width) size)
    {
        (Name, this.store, Classes, this.samples, (Channels, Height, Width)) = (name, store, classes, [.. samples], size);
        if (Channels is not (1 or 3))
            throw new ArgumentException($"{name}: pictures have 1 channel (grey) or 3 (RGB), not {Channels}");
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(Height);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(Width);
    }

    /// <summary>
    /// torchvision's ImageFolder: <c>ROOT/CLASS/picture.png</c>, classes and pictures in the order of their names. Nothing is decoded yet.
    /// </summary>
    /// <exception cref="IOException">There is no such folder.</exception>
    /// <exception cref="InvalidDataException">It holds no folders with pictures.</exception>
    public static PictureDataset Folder(string root, int height, int width, int channels = 3)
    {
        if (!Directory.Exists(root))
            throw new DirectoryNotFoundException($"{root}: no such folder");
        var found = PictureFolders.Of(root, FolderStore.List(root));
        return new PictureDataset(
            root, new FolderStore(root), found.Classes, found.Parts.GetValueOrDefault(DataPart.Whole) ?? found.Parts[DataPart.Train], (channels, height, width));
    }

    /// <inheritdoc/>
    public override string Name { get; }

    /// <inheritdoc/>
    public override int Count => samples.Length;

    /// <inheritdoc/>
    public override int Channels { get; }

    /// <inheritdoc/>
    public override int Height { get; }

    /// <inheritdoc/>
    public override int Width { get; }

    /// <inheritdoc/>
    public override IReadOnlyList<string> Classes { get; }

    /// <inheritdoc/>
    public override IReadOnlyList<string> Damaged => [.. damaged.OrderBy(d => d.Key).Select(d => d.Value)];

    /// <summary>The file of sample <paramref name="index"/>.</summary>
    public string File(int index) => store.Describe(samples[index].File);

    /// <inheritdoc/>
    public override int Label(int index) => samples[index].Label;

    /// <inheritdoc/>
    public override void Read(int index, Span<byte> pixels)
    {
        if (!damaged.TryGetValue(index, out var wrong))
            wrong = TryRead(index, pixels);
        if (wrong is null)
            return;
        damaged[index] = wrong;
        for (var step = 1; step < Count; step++)
        {
            var other = (index + step) % Count;
            if (Label(other) != Label(index) || damaged.ContainsKey(other))
                continue;
            if (TryRead(other, pixels) is not { } alsoWrong)
                return;
            damaged[other] = alsoWrong;
        }
        throw new InvalidDataException($"{wrong}; and no other picture of class '{Classes[Label(index)]}' can be read in its place");
    }

    internal override string? TryRead(int index, Span<byte> pixels)
    {
        var file = samples[index].File;
        try
        {
            var (width, height, rgba) = PictureDecoder.Decode(store.Read(file));
            Transparency.OverWhite(rgba);
            PictureCrop.Fit(width, height, rgba, (Channels, Height, Width), pixels);
            return null;
        }
        catch (InvalidDataException wrong)
        {
            var name = store.Describe(file);
            return wrong.Message.StartsWith(name, StringComparison.Ordinal) ? wrong.Message : $"{name}: {wrong.Message}";
        }
        // Such as ffmpeg, where it is needed and not installed.
        catch (IOException unread) when (!unread.Message.Contains(file, StringComparison.Ordinal))
        {
            throw new IOException($"{store.Describe(file)}: {unread.Message}", unread);
        }
    }
}
