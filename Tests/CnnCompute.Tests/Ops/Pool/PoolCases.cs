// The windows that the tests of all pools go through.
namespace CnnCompute.Tests;

internal static class PoolCases
{
    /// <summary>Shapes and windows: overlapping, dilated, asymmetric, rounded up by either rule, partly or wholly outside, adaptive.</summary>
    public static readonly (Shape X, PoolWindow Window)[] All =
    [
        (new(1, 1, 2, 2), PoolWindow.Square(2, 0, 0, 1, false)),
        (new(2, 13, 7, 9), PoolWindow.Square(2, 0, 0, 1, false)),
        (new(2, 3, 13, 11), PoolWindow.Square(3, 2, 1, 1, true)),
        (new(1, 127, 5, 5), PoolWindow.Square(5, 1, 2, 1, false)),
        (new(1, 8, 11, 13), PoolWindow.Square(3, 2, 1, 2, false)),
        (new(2, 3, 9, 8), new PoolWindow((3, 2), (1, 3), (1, 0), (2, 1), true)),
        (new(1, 5, 7, 7), PoolWindow.Square(2, 3, 1, 1, true)),
        (new(1, 8, 6, 7), PoolWindow.Onnx((3, 2), (2, 1), (1, 2), (0, 1, 2, 0))),
        (new(2, 3, 5, 6), PoolWindow.Onnx((3, 3), (1, 2), (1, 1), (2, 2, 2, 2))),
        (new(1, 3, 6, 7), PoolWindow.Onnx((2, 3), (4, 3), (1, 1), (1, 0, 0, 2), ceilMode: true)),
        (new(1, 8, 12, 13), PoolWindow.Onnx((9, 8), (2, 3), (1, 1), (4, 1, 4, 0))),
        (new(2, 3, 5, 7), PoolWindow.Same(new(2, 3, 5, 7), (2, 3), (2, 2), (1, 2))),
        (new(2, 8, 5, 7), PoolWindow.Same(new(2, 8, 5, 7), (2, 4), (1, 2), (1, 1), upper: false)),
        (new(2, 8, 13, 7), PoolWindow.Adaptive(6, 6)),
        (new(1, 3, 3, 5), PoolWindow.Adaptive(7, 2)),
        (new(1, 127, 7, 5), PoolWindow.Adaptive(1, 1)),
    ];
}
