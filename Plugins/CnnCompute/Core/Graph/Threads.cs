// How kernels that index their work by one number are launched.
namespace CnnCompute;

/// <summary>Launch sizes for kernels whose work is a flat list; <c>ELEMENT</c> in tensor.glsl folds the rows back into one index.</summary>
public static class Threads
{
    /// <summary>
    /// The most rounds of loops in one thread: Mesa's software Vulkan silently leaves every loop after 65,535 rounds, all loops of a thread together.
    /// </summary>
    public const int MostRounds = 32768;

    // Fixed, so that a launch cut into slices computes the same indices; 2^14 groups of 64, below every device's limit.
    private const int Row = 1 << 20;

    /// <summary>One thread for each of <paramref name="count"/> items.</summary>
    public static (int X, int Y, int Z) For(long count) => count <= Row ? ((int)count, 1, 1) : (Row, (int)((count + Row - 1) / Row), 1);

    /// <summary>One thread for each eight of <paramref name="count"/> elements.</summary>
    public static (int X, int Y, int Z) Wide(long count) => For((count + 7) / 8);
}
