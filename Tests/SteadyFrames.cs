// What "a steady frame allocates nothing" means in tests. Linked into the test projects.

/// <summary>
/// After 120 frames of warm-up one of three windows of 300 frames must leave the frame thread's managed memory alone. Rings grow when the device
/// falls behind for the first time, which may be late on a busy machine; what every frame allocates shows in every window.
/// </summary>
internal static class SteadyFrames
{
    /// <summary>Makes frames, numbered from 0, and asserts it.</summary>
    public static void AllocateNothing(Action<int> frame)
    {
        var made = 0;
        void Make(int count)
        {
            for (var last = made + count; made < last; made++)
                frame(made);
        }
        Make(120);
        long allocated = -1;
        for (var window = 0; window < 3 && allocated != 0; window++)
        {
            var before = GC.GetAllocatedBytesForCurrentThread();
            Make(300);
            allocated = GC.GetAllocatedBytesForCurrentThread() - before;
        }
        Assert.That(allocated, Is.Zero, "bytes in the last 300 frames");
    }
}
