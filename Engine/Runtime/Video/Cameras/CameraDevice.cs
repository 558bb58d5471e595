// What is known of a camera before it is opened for pictures.
namespace Engine;

/// <summary>Sizes of a format: one, or all from a least to a largest in steps.</summary>
/// <param name="Width">Columns, or the least.</param>
/// <param name="Height">Rows, or the least.</param>
/// <param name="LargestWidth">The same as <paramref name="Width"/> where there is one size.</param>
/// <param name="LargestHeight">The same as <paramref name="Height"/> where there is one size.</param>
/// <param name="StepWidth">Columns from one size to the next.</param>
/// <param name="StepHeight">Rows from one size to the next.</param>
/// <param name="Rates">Pictures a second, highest first; empty where the camera does not say.</param>
/// <param name="IsAnyRate">Whether all rates between the highest and the lowest are possible.</param>
public sealed record CameraSize(int Width, int Height, int LargestWidth, int LargestHeight, int StepWidth, int StepHeight,
    IReadOnlyList<double> Rates, bool IsAnyRate)
{
    /// <summary>The size nearest to a wanted one that is not smaller, or the largest.</summary>
    internal (int Width, int Height) Near(int width, int height) =>
        (Near(width, Width, LargestWidth, StepWidth), Near(height, Height, LargestHeight, StepHeight));

    /// <summary>The rate nearest to a wanted one that is not lower, or the highest; 0 where the camera does not say.</summary>
    internal double Near(double rate)
    {
        if (Rates.Count == 0)
            return 0;
        if (IsAnyRate)
            return Math.Clamp(rate, Rates[^1], Rates[0]);
        // 29.97 is 30.
        var enough = Rates.Where(r => r >= rate * 0.99).ToArray();
        return enough.Length > 0 ? enough[^1] : Rates[0];
    }

    private static int Near(int wanted, int least, int most, int step) =>
        wanted <= least ? least : Math.Min(most, least + ((wanted - least + step - 1) / step * step));
}

/// <summary>A pixel format that a camera offers.</summary>
/// <param name="Code">Its four letters, such as YUYV or MJPG.</param>
/// <param name="Description">The driver's words for it.</param>
/// <param name="IsRead">Whether pictures are taken from it without ffmpeg.</param>
/// <param name="Sizes">Its sizes; empty for a format that is not read.</param>
public sealed record CameraFormat(string Code, string Description, bool IsRead, IReadOnlyList<CameraSize> Sizes);

/// <summary>What is asked of a camera: one of its formats, a size and a rate.</summary>
/// <param name="Code">The format's four letters.</param>
/// <param name="Width">Columns.</param>
/// <param name="Height">Rows.</param>
/// <param name="Rate">Pictures a second; 0 where the camera does not say which it has.</param>
public sealed record CameraMode(string Code, int Width, int Height, double Rate);

/// <summary>A device that captures pictures.</summary>
/// <param name="Path">Such as <c>/dev/video0</c>.</param>
/// <param name="Name">The driver's name for it.</param>
/// <param name="Driver">The kernel's driver.</param>
/// <param name="Bus">Where it is plugged in.</param>
/// <param name="Id">
/// Its name under <c>/dev/v4l/by-id</c>: a camera of this make and number, wherever it is plugged in; empty where it has none.
/// </param>
/// <param name="Formats">Its formats.</param>
/// <param name="Trouble">Why it cannot be used; empty where it can.</param>
public sealed record CameraDevice(string Path, string Name, string Driver, string Bus, string Id, IReadOnlyList<CameraFormat> Formats, string Trouble)
{
    /// <summary>
    /// The mode that fits best: every halving of the wanted rate or number of pixels costs as much as the other, a picture that is too large a
    /// little, and of equals the one that is carried and decoded with the least work is taken. Null where no format is read.
    /// </summary>
    /// <param name="width">Wanted columns.</param>
    /// <param name="height">Wanted rows.</param>
    /// <param name="rate">Wanted pictures a second.</param>
    public CameraMode? ModeFor(int width, int height, double rate) => Best(width, height, rate)?.Mode;

    /// <summary>The same with what it lacks of the wanted; 0 is all that was wanted.</summary>
    internal (CameraMode Mode, double Cost)? Best(int width, int height, double rate)
    {
        (CameraMode Mode, double Cost)? best = null;
        foreach (var format in Formats.Where(f => f.IsRead))
        {
            var own = CameraEncoding.Find(V4l2.Code(format.Code))!.Cost;
            foreach (var size in format.Sizes)
            {
                var (w, h) = size.Near(width, height);
                var granted = size.Near(rate);
                var cost = own + Lack(width, w) + Lack(height, h) + (granted == 0 ? 0 : Lack(rate * 0.99, granted));
                if (best is null || cost < best.Value.Cost)
                    best = (new CameraMode(format.Code, w, h, granted), cost);
            }
        }
        return best;
    }

    // Powers of two: a whole one for what is missing, a twentieth for what is too much.
    private static double Lack(double wanted, double had) => had < wanted ? Math.Log2(wanted / had) : Math.Log2(had / wanted) / 20;
}
