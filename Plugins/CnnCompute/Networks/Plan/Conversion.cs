// A copy of a tensor in the other storage.
namespace CnnCompute;

/// <summary>A tensor brought into the storage that some readers want: one copy for all of them, made before the first.</summary>
/// <param name="Root">The tensor.</param>
/// <param name="ToHalf">Into 16 bits, or back.</param>
/// <param name="Before">The first reader; null for a fetched tensor that nobody else reads so.</param>
/// <param name="Once">Whether it depends on parameters alone and is made by a derivation.</param>
internal sealed record Conversion(int Root, bool ToHalf, Node? Before, bool Once)
{
    /// <summary>The launches from one place to the other, none of which binds more than the device allows.</summary>
    public IEnumerable<(Step Step, Place From, Place To)> Launches(long count, Place from, Place to, DeviceTraits device)
    {
        var shader = ToHalf ? "Cnn/narrow" : "Cnn/assign";
        // Ranges start where both storages are aligned; two bytes an element are the coarser.
        var aligned = Math.Max(Place.Granularity, device.BindingAlignment) / 2;
        var most = Math.Max(1, device.MaxBindingBytes / 4 / aligned) * aligned;
        for (long first = 0; first < count; first += most)
        {
            var some = Math.Min(most, count - first);
            yield return (new Step(shader, Threads.Wide(some), [(int)some], Operand.In(0), Operand.Out()), Part(from, ToHalf ? 4 : 2),
                Part(to, ToHalf ? 2 : 4));

            Place Part(Place whole, int size) => whole with { Offset = whole.Offset + first * size, Bytes = Place.RoundUp(some * size) };
        }
    }
}
