// Random numbers for pictures.
using System.Numerics;

namespace Engine;

/// <summary>Random numbers that follow from a seed, a picture's number and a name; the same on every machine, and nothing is allocated.</summary>
/// <param name="seed">The seed.</param>
/// <param name="picture">The picture's number.</param>
/// <param name="name">A name as a number, see <see cref="Of"/>.</param>
public struct Chance(int seed, long picture, uint name)
{
    private readonly uint key = Mix((uint)seed ^ Mix((uint)picture + Mix(name + 0x9e3779b9u)));
    private uint drawn;

    /// <summary>0 to below 1.</summary>
    public float Next() => (Mix(key + (++drawn * 0x9e3779b9u)) >> 8) * (1f / (1 << 24));

    /// <summary>A whole number from 0 to below <paramref name="count"/>.</summary>
    public int Below(int count) => Math.Min((int)(Next() * count), count - 1);

    /// <summary>A number between two.</summary>
    public float Between(float from, float to) => from + ((to - from) * Next());

    /// <summary>Three numbers, each 0 to below 1.</summary>
    public Vector3 Unit3()
    {
        float x = Next(), y = Next(), z = Next();
        return new Vector3(x, y, z);
    }

    /// <summary>Three numbers, each -1 to below 1.</summary>
    public Vector3 Signed3() => (Unit3() * 2) - Vector3.One;

    /// <summary>A name as a number, without a string's own hash, which differs from run to run.</summary>
    public static uint Of(string name)
    {
        var hash = 2166136261u;
        foreach (var c in name)
            hash = (hash ^ c) * 16777619u;
        return hash;
    }

    private static uint Mix(uint h)
    {
        h = (h ^ (h >> 16)) * 0x7feb352du;
        h = (h ^ (h >> 15)) * 0x846ca68bu;
        return h ^ (h >> 16);
    }
}
