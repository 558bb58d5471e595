// Everything that decides what a teaching computes.
namespace CnnCompute;

/// <summary>Options of a <see cref="Teaching"/>.</summary>
public sealed record TeachingOptions
{
    /// <summary>What cosines are multiplied by before a softmax makes shares of them.</summary>
    public float Sharpness { get; init; } = 30;

    /// <summary>Nearest examples that vote.</summary>
    public int Neighbours { get; init; } = 5;

    /// <summary>Values between the two layers of the larger head.</summary>
    public int Hidden { get; init; } = 64;

    /// <summary>Steps of a training; each change of the examples begins one anew, with the weights there are.</summary>
    public int Steps { get; init; } = 200;

    /// <summary>Examples of a step, of each class as many.</summary>
    public int Batch { get; init; } = 64;

    /// <summary>Adam's highest rate; a cosine brings it down to 0.</summary>
    public float Rate { get; init; } = 0.02f;

    /// <summary>Decides the initial weights and the order of examples.</summary>
    public ulong Seed { get; init; } = 1;

    /// <summary>Examples there is room for at first; the room doubles.</summary>
    public int Room { get; init; } = 1024;

    /// <summary>Classes there is room for at first; the room doubles.</summary>
    public int ClassRoom { get; init; } = 16;

    /// <summary>The threshold of a head below which an answer is none of the classes: a cosine, or a probability.</summary>
    public static float UsualThreshold(TeachHead head) => head is TeachHead.Prototypes or TeachHead.Knn ? 0.75f : 0.6f;

    /// <summary>Throws unless every option makes sense.</summary>
    /// <exception cref="ArgumentException">Names the option, its value and what it may be.</exception>
    public void Validate()
    {
        Require(Sharpness is > 0 and <= 1000, nameof(Sharpness), Sharpness, "above 0, at most 1,000");
        Require(Neighbours is >= 1 and <= 100, nameof(Neighbours), Neighbours, "1 to 100");
        Require(Hidden is >= 1 and <= 4096, nameof(Hidden), Hidden, "1 to 4,096");
        Require(Steps is >= 1 and <= 1_000_000, nameof(Steps), Steps, "1 to 1,000,000");
        Require(Batch is >= 1 and <= 4096, nameof(Batch), Batch, "1 to 4,096");
        Require(Rate is > 0 and <= 1, nameof(Rate), Rate, "above 0, at most 1");
        Require(Room is >= 8 and <= 1 << 20, nameof(Room), Room, "8 to 1,048,576");
        Require(ClassRoom is >= 2 and <= 4096, nameof(ClassRoom), ClassRoom, "2 to 4,096");
    }

    private static void Require<T>(bool holds, string option, T value, string range)
    {
        if (!holds)
            throw new ArgumentException($"{option} {value}: it must be {range}", option);
    }
}
