// Upload memory of one submission: filled front to back, reused when the submission has finished.
namespace Engine;

internal sealed unsafe class Staging(Gpu gpu) : IDisposable
{
    private const long ChunkBytes = 1 << 20;
    // A chunk larger than this is given back after its submission: weights are uploaded once, pictures again and again.
    private const long KeptBytes = 32 << 20;
    private readonly List<GpuBuffer> chunks = [];
    private int current;
    private long used;

    /// <summary>Copies the bytes and tells where they lie; offsets are multiples of 16.</summary>
    public (GpuBuffer Buffer, long Offset) Put(ReadOnlySpan<byte> bytes)
    {
        for (; current < chunks.Count; current++, used = 0)
        {
            if (used + bytes.Length <= chunks[current].Bytes)
                break;
        }
        if (current == chunks.Count)
        {
            used = 0;
            chunks.Add(new GpuBuffer(gpu, Math.Max(ChunkBytes, bytes.Length), "staging", GpuMemory.Upload, counted: false));
        }
        var chunk = chunks[current];
        var offset = used;
        bytes.CopyTo(new Span<byte>(chunk.Allocation.Mapped + offset, bytes.Length));
        used = (offset + bytes.Length + 15) & ~15L;
        return (chunk, offset);
    }

    public void Reset()
    {
        for (var i = chunks.Count - 1; i >= 0; i--)
        {
            if (chunks[i].Bytes > KeptBytes)
            {
                chunks[i].Dispose();
                chunks.RemoveAt(i);
            }
        }
        (current, used) = (0, 0);
    }

    public void Dispose()
    {
        foreach (var chunk in chunks)
            chunk.Dispose();
        chunks.Clear();
    }
}
