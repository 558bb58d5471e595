// One example of a teaching.
namespace CnnCompute;

/// <summary>A picture that was shown as one of a class.</summary>
/// <param name="Slot">The row in which its features lie.</param>
/// <param name="Class">Its class, from 0.</param>
/// <param name="Ordinal">Which of its class it is, from 0.</param>
/// <param name="Picture">The number that its picture was given.</param>
public readonly record struct TaughtExample(int Slot, int Class, int Ordinal, long Picture)
{
    // One of seven is 14 %, and with the fourth there is one.
    private const int Part = 7, Held = 3;

    /// <summary>Whether it is not learnt from, but asked about.</summary>
    public bool IsHeldOut => Ordinal % Part == Held;
}
