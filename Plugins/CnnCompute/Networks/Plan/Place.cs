// Where an operand lies: a byte range of one of a plan's memory regions.
namespace CnnCompute;

/// <summary>The kinds of memory a plan's kernels touch.</summary>
internal enum Region
{
    /// <summary>Activations, gradients and temporaries, reused by lifetime.</summary>
    Arena,

    /// <summary>What is computed from parameters alone, kept between runs.</summary>
    Derived,

    /// <summary>Data supplied for each run, one buffer an input.</summary>
    Input,

    /// <summary>Per-run numbers, all in one buffer.</summary>
    Values,

    /// <summary>Parameters, in the residence.</summary>
    Parameter,

    /// <summary>Fetched tensors as they were after the last complete run, in plans that run over several frames.</summary>
    Published,

    /// <summary>Images bound by name; ranges mean nothing there.</summary>
    Image,
}

/// <summary>A byte range of buffer <paramref name="Index"/> of a region.</summary>
internal readonly record struct Place(Region Region, int Index, long Offset, long Bytes)
{
    /// <summary>Whole allocations are multiples of this, so that kernels eight floats wide need no tail.</summary>
    public const int Granularity = 32;

    /// <summary><paramref name="bytes"/> rounded up to the granularity.</summary>
    public static long RoundUp(long bytes, long multiple = Granularity) => (bytes + multiple - 1) / multiple * multiple;

    /// <inheritdoc/>
    public override string ToString() => Region == Region.Image ? $"image{Index}" : $"{Region.ToString().ToLowerInvariant()}{Index}+{Offset}:{Bytes}";
}
