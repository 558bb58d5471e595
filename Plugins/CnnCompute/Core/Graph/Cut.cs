// How a launch may be cut where an operand is larger than one binding.
namespace CnnCompute;

/// <summary>
/// The step's flat list of work is <paramref name="Parts"/> independent parts, one after the other; each takes an equal, consecutive piece of every
/// operand that is bound whole, but for single numbers and those in <paramref name="Whole"/>, which all parts share.
/// </summary>
/// <param name="Parts">How many parts there are; the last may be incomplete.</param>
/// <param name="Threads">Threads of a part.</param>
/// <param name="Count">By how much a part adds to the first push constant.</param>
/// <param name="Whole">Bit i: binding i belongs to every part as a whole.</param>
/// <param name="First">Index of the push constant to which the place of a launch's first thread in the list is added; -1 where threads need not
/// know.</param>
public readonly record struct Cut(int Parts, int Threads, int Count, uint Whole = 0, int First = -1)
{
    /// <summary>Eight elements of every operand a thread; the first push constant counts elements.</summary>
    public static Cut Eights(long count) => new((int)((count + 7) / 8), 1, 8);
}
