// Damages files in the ways that disks, networks and attackers do.
using System.Buffers.Binary;

namespace CnnCompute;

/// <summary>Makes damaged copies of a sound file; the same seed and number give the same bytes.</summary>
/// <param name="seed">Which sequence of damages.</param>
public sealed class FileMutator(ulong seed)
{
    private const int MostDamages = 4;

    // Lengths, counts and offsets that readers are caught by.
    private static readonly ulong[] Extremes =
        [
            0, 1, 0x7f, 0x80, 0xff, 0x7fff, 0xffff, 0x7fff_ffff, 0x8000_0000, 0xffff_ffff, 1UL << 40, 0x7fff_ffff_ffff_ffff, 0x8000_0000_0000_0000,
            ulong.MaxValue,
        ];

    /// <summary>
    /// Copy <paramref name="number"/> of <paramref name="sound"/>: one to four damages; <paramref name="other"/> lends bytes to splices.
    /// </summary>
    public byte[] Mutate(ReadOnlySpan<byte> sound, ReadOnlySpan<byte> other, ulong number)
    {
        var random = new Philox(seed, number);
        ulong draws = 0;
        int Below(int n) => n <= 0 ? 0 : (int)(random.Word(draws++) % (uint)n);

        var bytes = sound.ToArray();
        for (var rest = 1 + Below(MostDamages); rest > 0; rest--)
        {
            var at = Below(bytes.Length);
            var length = Math.Min(1 + Below(16), bytes.Length - at);
            switch (Below(9))
            {
                case 0 when bytes.Length > 0:
                    bytes[at] ^= (byte)(1 << Below(8));
                    break;
                case 1 when bytes.Length > 0:
                    bytes[at] = (byte)Below(256);
                    break;
                case 2:
                    bytes = bytes[..at];
                    break;
                case 3:
                    bytes = [.. bytes[..at], .. bytes[(at + length)..]];
                    break;
                case 4:
                    bytes = [.. bytes[..at], .. bytes[at..(at + length)], .. bytes[at..]];
                    break;
                case 5:
                    bytes = [.. bytes[..at], .. Enumerable.Range(0, length).Select(_ => (byte)Below(256)), .. bytes[at..]];
                    break;
                case 6:
                    Overwrite(bytes, at, Extremes[Below(Extremes.Length)], 1 << Below(4));
                    break;
                case 7:
                    bytes = [.. bytes[..at], .. Digits(Extremes[Below(Extremes.Length)]), .. bytes[at..]];
                    break;
                default:
                    var from = Below(other.Length);
                    bytes = [.. bytes[..at], .. other[from..Math.Min(other.Length, from + length * 8)], .. bytes[at..]];
                    break;
            }
        }
        return bytes;
    }

    private static void Overwrite(byte[] bytes, int at, ulong value, int width)
    {
        Span<byte> eight = stackalloc byte[8];
        BinaryPrimitives.WriteUInt64LittleEndian(eight, value);
        eight[..Math.Min(width, bytes.Length - at)].CopyTo(bytes.AsSpan(at));
    }

    private static byte[] Digits(ulong value) =>
        System.Text.Encoding.ASCII.GetBytes(value.ToString(System.Globalization.CultureInfo.InvariantCulture));
}
