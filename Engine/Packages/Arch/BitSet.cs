// A growing set of bits, by which queries are matched with archetypes.
namespace Arch.Core.Utils;

/// <summary>Bits indexed by component id.</summary>
public sealed class BitSet
{
    private ulong[] words = new ulong[1];

    public bool IsSet(int index) => index >> 6 < words.Length && (words[index >> 6] & (1UL << index)) != 0;

    public void SetBit(int index)
    {
        if (index >> 6 >= words.Length)
            Array.Resize(ref words, (index >> 6) + 1);
        words[index >> 6] |= 1UL << index;
    }

    public void ClearBit(int index)
    {
        if (index >> 6 < words.Length)
            words[index >> 6] &= ~(1UL << index);
    }

    public void ClearAll() => Array.Clear(words);

    /// <summary>Every bit set here is set in <paramref name="other"/>.</summary>
    public bool All(BitSet other)
    {
        for (var i = 0; i < words.Length; i++)
        {
            if ((words[i] & ~other.Word(i)) != 0)
                return false;
        }
        return true;
    }

    /// <summary>At least one bit set here is set in <paramref name="other"/>; true where none is set here.</summary>
    public bool Any(BitSet other)
    {
        var empty = true;
        for (var i = 0; i < words.Length; i++)
        {
            if ((words[i] & other.Word(i)) != 0)
                return true;
            empty &= words[i] == 0;
        }
        return empty;
    }

    /// <summary>No bit set here is set in <paramref name="other"/>.</summary>
    public bool None(BitSet other)
    {
        for (var i = 0; i < words.Length; i++)
        {
            if ((words[i] & other.Word(i)) != 0)
                return false;
        }
        return true;
    }

    /// <summary>The same bits are set here and in <paramref name="other"/>.</summary>
    public bool Exclusive(BitSet other)
    {
        for (var i = 0; i < Math.Max(words.Length, other.words.Length); i++)
        {
            if (Word(i) != other.Word(i))
                return false;
        }
        return true;
    }

    private ulong Word(int i) => i < words.Length ? words[i] : 0;
}
