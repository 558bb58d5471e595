// Changes of places that follow each other, as one resampling.
namespace CnnCompute;

/// <summary>Collects matrices of a batch's samples and resamples once.</summary>
internal sealed class WarpPlan(TrainingBatch batch)
{
    // A window of a Gaussian is so many deviations wide (torchvision's is 8: beyond 3 to each side there are 0.3 %); GaussianBlurOp's widest.
    private const int Deviations = 6, MostKernel = 127;

    private readonly List<Action<WarpPlan>> steps = [];
    private (WarpFill Fill, float Value)? outside;
    private Tensor? matrices, field;
    private double shrinks = 1;
    private float far = 1;
    private bool isClosed, isWhole = true;

    /// <summary>Height and width of the pictures as they are by now.</summary>
    public (int Height, int Width) Size { get; private set; } = (batch.Images.Shape[2], batch.Images.Shape[3]);

    /// <summary>Whether a change can join: what lies outside is one thing for all, and nothing follows displacements.</summary>
    public bool Takes((WarpFill Fill, float Value)? other) => !isClosed && (other is null || outside is null || other == outside);

    /// <summary>Lets a transform join.</summary>
    public void Join(GeometricTransform transform)
    {
        outside ??= transform.Outside;
        isClosed |= transform is ElasticTransform;
        steps.Add(transform.Draw);
    }

    /// <summary>Lets a policy join.</summary>
    public void Join(PolicyTransform policy, IReadOnlyList<int> ids)
    {
        outside ??= TransformPlan.PolicyOutside;
        foreach (var id in ids)
            steps.Add(plan => plan.Add(RandomWarp.Policy, policy.Range(plan.Size.Height, plan.Size.Width), id: id));
    }

    /// <summary>Draws a matrix for each sample, after those before.</summary>
    public void Add(RandomWarp kind, DrawRange range, float p = 1, (int Height, int Width)? to = null, int? id = null)
    {
        var next = to ?? Size;
        matrices = batch.Samples.RandomWarp(batch.Key, kind, range, Size, next, p, matrices, id);
        isWhole &= kind is RandomWarp.HorizontalFlip or RandomWarp.VerticalFlip or RandomWarp.AlternatingFlip or RandomWarp.Crop
            or RandomWarp.CentreCrop;
        shrinks *= kind is RandomWarp.ResizedCrop or RandomWarp.Resize
            ? Math.Max(1, Math.Max((double)Size.Height / next.Height, (double)Size.Width / next.Width))
            : 1;
        Size = next;
    }

    /// <summary>Draws displacements of at most <paramref name="most"/> pixels, smoothed over <paramref name="sigma"/>.</summary>
    public void Move(float most, float sigma)
    {
        var graph = batch.Samples.Graph;
        var reach = Math.Min((int)(Deviations * sigma + 1) / 2, Math.Min(Math.Min(Size.Height, Size.Width), MostKernel / 2 + 1) - 1);
        field = batch.Samples.RandomField(batch.Key, Size.Height, Size.Width).GaussianBlur(graph.Fill(Shape.Scalar, sigma), 2 * reach + 1);
        far = most;
    }

    /// <summary>Appends the resampling.</summary>
    public TrainingBatch Finish()
    {
        foreach (var draw in steps)
            draw(this);
        if (matrices is null)
            Add(RandomWarp.Resize, default);
        var (fill, value) = outside ?? (WarpFill.Constant, 0);
        return batch with
        {
            Images = batch.Images.Warp(matrices!.Value, Size.Height, Size.Width, fill, value,
                Math.Clamp((int)Math.Ceiling(shrinks - 1e-6), 1, WarpOp.MostRuns), field, far, isWhole && field is null),
        };
    }
}
