// How a dream follows its source, and itself, from picture to picture.
namespace CnnCompute;

public sealed partial class Dream
{
    /// <summary>Begins anew from the source image as it is now, blended with the last dream as the options say; waits.</summary>
    /// <param name="fresh">The last dream counts for nothing, as for a first picture.</param>
    public void Follow(bool fresh = false)
    {
        var plan = Following();
        SetFollow(plan, fresh ? 1 : options.Blend);
        plan.Run();
        begun = -1;
    }

    // A dream that no new picture holds gains contrast in every frame until it is black and white: it keeps the source's colours instead.
    private Plan Following() => options.Blend > 0 ? follow : alone ??= Compile(FollowRoots(coherent: true), [], "dream follows itself");

    // The last dream, turned and enlarged, and the new picture.
    private Tensor[] FollowRoots(bool coherent)
    {
        var graph = new Graph();
        var last = graph.Parameter(octaves[^1].Picture);
        var moved = last.GridSample(graph.Value(Theta, new Shape(1, 2, 3)).AffineGrid(Height, Width), padding: GridPadding.Reflection);
        var seen = graph.FromImage(SourceImage, Height, Width, PixelNorm.Unit, fit: ImageFit.Cover);
        if (coherent)
            moved += (ColourCoherence.Of(moved, seen) - moved) * graph.Value(Coherence);
        // Before a camera's first picture its image is black; a dream of that would take long to fade, so the first that is not begins anew.
        var awake = graph.Parameter(Awake);
        var blend = Tensor.Where(awake.Greater(0), graph.Value(Blend), graph.Fill(Shape.Scalar, 1));
        return [(moved + (seen - moved) * blend).AssignTo(Source), awake.Maximum(seen.Max().Reshape(1)).AssignTo(Awake)];
    }

    private void SetFollow(Plan plan, float blend)
    {
        var (sin, cos) = MathF.SinCos(options.Rotate * (MathF.PI / 180));
        var aspect = (float)Height / Width;
        // Where each position of the new picture, from -1 to 1, lay in the last one.
        (theta[0], theta[1]) = (cos / options.Zoom, sin * aspect / options.Zoom);
        (theta[3], theta[4]) = (-sin / aspect / options.Zoom, cos / options.Zoom);
        (theta[2], theta[5]) = (-2 * options.Shift.X, -2 * options.Shift.Y);
        plan.Set(Theta, theta);
        plan.Set(Blend, blend);
        if (plan == alone)
            plan.Set(Coherence, options.Coherence);
    }
}
