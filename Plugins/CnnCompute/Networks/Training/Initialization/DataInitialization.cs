// The base of ways to give weights their first values by looking at data.
using Engine;

namespace CnnCompute;

/// <summary>
/// Changes the initial values of a module's parameters by what they do to pictures: the objects that recipes name under <c>initialization</c> too,
/// applied after those that need no data.
/// </summary>
public abstract record DataInitialization
{
    private const int MostValues = 1 << 26;

    /// <summary>Replaces initial values of <paramref name="module"/>; its mode is left as it was.</summary>
    /// <param name="gpu">Where it is computed, if on a device.</param>
    /// <param name="module">Gives an output for pictures; its parameters are in no residence yet.</param>
    /// <param name="pictures">[N,C,H,W] as the module will see them, normalised: see <see cref="Pictures"/>.</param>
    /// <exception cref="ArgumentException">The module has no layer that it could be applied to.</exception>
    public abstract void Apply(Gpu gpu, Module module, TensorData pictures);

    /// <summary>How many pictures it looks at, if there are as many.</summary>
    public abstract int Samples { get; init; }

    /// <summary>
    /// The pictures to look at: a random choice of <see cref="Samples"/>, or all of a smaller set, normalised and not augmented. Fewer where they
    /// would take more than 256 MiB.
    /// </summary>
    /// <param name="data">What will be learnt from.</param>
    /// <param name="norm">How bytes become inputs.</param>
    /// <param name="seed">Of the choice.</param>
    public TensorData Pictures(Dataset data, PixelNorm norm, ulong seed)
    {
        var count = Math.Clamp(MostValues / data.SampleBytes, 1, Math.Min(Samples, data.Count));
        var order = new Permutation(data.Count, seed, long.MaxValue);
        var (plane, bytes) = (data.Height * data.Width, new byte[data.SampleBytes]);
        var values = new float[(long)count * data.SampleBytes];
        for (var n = 0; n < count; n++)
        {
            data.Read(order[n], bytes);
            for (var c = 0; c < data.Channels; c++)
            {
                // A network that takes blue first finds red last; one channel uses red's numbers.
                var colour = norm.IsBgr && data.Channels == 3 ? 2 - c : c;
                var (scale, shift) = colour switch
                {
                    0 => (norm.Scale.R, norm.Shift.R),
                    1 => (norm.Scale.G, norm.Shift.G),
                    _ => (norm.Scale.B, norm.Shift.B),
                };
                for (var i = 0; i < plane; i++)
                    values[(((n * data.Channels) + c) * plane) + i] = (bytes[(i * data.Channels) + colour] * scale) + shift;
            }
        }
        return new TensorData(new Shape(count, data.Channels, data.Height, data.Width), values);
    }
}
