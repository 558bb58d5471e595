// Test-time augmentation: the same picture seen in several ways.
namespace CnnCompute;

/// <summary>Ways in which each picture is shown to a network, whose probabilities are averaged.</summary>
public enum TestViews
{
    /// <summary>As it is.</summary>
    One,

    /// <summary>As it is and mirrored.</summary>
    Flip,

    /// <summary>
    /// As it is and moved into each corner by 1/28 of its side, a pixel at least; what comes in is the picture's reflection (as in Jordan, "94% on
    /// CIFAR-10 in 3.29 seconds", 2024).
    /// </summary>
    FiveCrop,

    /// <summary>Those five, and the five mirrored.</summary>
    TenCrop,
}

/// <summary>Makes the views in a graph.</summary>
internal static class TestViewsInGraph
{
    private const int ShareOfSide = 28;

    /// <summary>The pictures [N,C,H,W] in each view.</summary>
    public static IReadOnlyList<Tensor> Of(Tensor pictures, TestViews views) => views switch
    {
        TestViews.Flip => [pictures, pictures.Flip(3)],
        TestViews.FiveCrop => Five(pictures),
        TestViews.TenCrop => [.. Five(pictures), .. Five(pictures.Flip(3))],
        _ => [pictures],
    };

    private static Tensor[] Five(Tensor pictures)
    {
        var (height, width) = (pictures.Shape[2], pictures.Shape[3]);
        int down = Math.Max(1, height / ShareOfSide), right = Math.Max(1, width / ShareOfSide);
        // A side of one pixel has no reflection.
        if (height <= down || width <= right)
            return [pictures];
        var larger = new ReflectionPad2d(new Sides(right, right, down, down)).Forward(pictures);
        Tensor At(int top, int left) => larger.Slice(2, top, height).Slice(3, left, width);
        return [pictures, At(0, 0), At(0, 2 * right), At(2 * down, 0), At(2 * down, 2 * right)];
    }
}
